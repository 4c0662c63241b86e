"""Run every benchmark and print the ratios; details stay in benchmarks/results/."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

if __name__ == "__main__":
    for script in sorted(HERE.glob("bench_*.py")):
        results = HERE / "results" / f"{script.stem}.json"
        results.parent.mkdir(exist_ok=True)
        results.unlink(missing_ok=True)
        command = [sys.executable, str(script), "--quiet", "--output", str(results)]
        subprocess.run([*command, *sys.argv[1:]], check=True)
        subprocess.run([sys.executable, str(script), "--summary", str(results)], check=True)
