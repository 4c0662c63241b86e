"""What a machine does, what a decider says of it, and an answer that does not know it."""

from __future__ import annotations

from computable.machine import Machine, TuringMachine
from computable.machine.deciding.witness import Backward, Cycle, NGrams, TranslatedCycle, Witness
from proofs.explain.given import instance
from proofs.explain.minimiser import minimiser
from proofs.explain.notation import Notation
from proofs.explain.told import instance_told
from proofs.explain.wording import count, power, square, vector
from proofs.machine_proof import MachineProof
from proofs.reduction import Reduction

__all__ = ["machine_proof", "reduction"]

LONG_TEXT = 300
"""Characters of a line of a machine's text that are shown."""
LINES = 30
"""Lines of a machine's text that are shown."""


def machine_proof(proof: MachineProof, n: Notation) -> list[str]:
    """Return the paragraphs."""
    truth = "never halts" if proof.steps is None else f"halts after {count(proof.steps, 'step')}"
    if proof.decider is None:
        return [
            n.heading(f"A machine that {truth}: a proof", level=1),
            *_machine(proof.machine, n),
            n.heading("Why"),
            _why(proof.steps, proof.witness),
        ]
    said = "halts" if proof.steps is None else "never halts"
    return [
        n.heading(f"A decider that says '{said}' of a machine that {truth}: a proof", level=1),
        *_machine(proof.machine, n),
        n.heading("What the decider says"),
        "The decider is the register program",
        _text(proof.decider.text, n),
        f"Started with the number of the machine in its register 'machine' it halts, and says "
        f"that the machine {said}: anybody can run it.",
        n.heading("What the machine does"),
        _why(proof.steps, proof.witness),
        n.heading("What this proves, and what not"),
        "It proves that this decider is wrong about this machine. That every decider is wrong "
        "about some machine is the theorem (Turing 1936): the machine here asks the decider "
        "about itself, and does the opposite.",
    ]


def reduction(proof: Reduction, n: Notation) -> list[str]:
    """Return the paragraphs."""
    inner = proof.refutation
    who = n.words(proof.about.get("algorithm", "An algorithm"))
    e, j = power(2, -(proof.steps + proof.offset), n), proof.column
    relation, size = square(proof.output, proof.x)
    tex = r"\approx" if relation == "~" else "="
    written = n.math(f"||z - x||^2 {relation}", rf"\|z - x\|^2 {tex}") + f" {n.formula(size)}"
    return [
        n.heading(f"{who} does not know that a machine halts: a proof", level=1),
        *_machine(proof.machine, n),
        f"It halts after exactly {count(proof.steps, 'step')}: anybody can run it.",
        *instance(inner.problem, inner.instance, n),
        f"The entry {n.math(f'A[0, {j}]', f'A_{{0,{j}}}')} is {n.number(proof.centre)} for a "
        f"machine that never halts. Since this one halts after {proof.steps} steps it is larger "
        f"by the factor 1 + {e}. Whoever can compute the minimiser can tell which it is.",
        n.heading("What the algorithm was told"),
        *instance_told(inner.transcript, inner.instance, n, who="It"),
        "All of it is also true of the instance of a machine that never halts.",
        n.heading("What it answered"),
        f"It answered {n.math('z', 'z')} = {vector(proof.output, n)}, as for all machines of which "
        "it is told the same.",
        n.heading("The only minimiser"),
        *minimiser(inner.problem, inner.instance, inner.x, inner.witness, n),
        n.heading("The distance"),
        f"{written}, which is larger than the square of {n.number(proof.error)}, exactly.",
        n.heading("What this proves, and what not"),
        "It proves that this answer is wrong by more than that, and that whoever takes it for a "
        "sign that the machine never halts is wrong. That no algorithm, nor any Banach-Mazur "
        "algorithm, is accurate on the instances of all machines is a theorem (E; Boche, Fono, "
        "Kutyniok, arXiv 2202.13490): it would decide the halting problem.",
    ]


def _machine(machine: Machine, n: Notation) -> list[str]:
    what = "Turing machine" if isinstance(machine, TuringMachine) else "register program"
    return [n.heading("The machine"), f"It is the {what}", _text(machine.text, n)]


def _text(text: str, n: Notation) -> str:
    """Show a text, of a long one the first and last lines or characters."""
    lines = text.strip().splitlines()
    if len(lines) > LINES:
        half = LINES // 2
        lines = [*lines[:half], f"... ({len(lines) - 2 * half} lines)", *lines[-half:]]
    shown = [
        line if len(line) <= LONG_TEXT else f"{line[:LONG_TEXT]}... ({len(line)} characters)"
        for line in lines
    ]
    return n.code("\n".join(shown))


def _why(steps: int | None, witness: Witness | None) -> str:
    match witness:
        case None:
            return f"It halts in its step {steps}, and not before: anybody can run it."
        case Cycle(start=start, period=period):
            return (
                f"After {count(start, 'step')} and after {start + period} steps everything is the "
                "same. So what it does in between it does for ever."
            )
        case TranslatedCycle(start=start, period=period, shift=shift):
            return (
                f"After {count(start, 'step')} and after {start + period} steps all that matters "
                f"is the same, but {count(abs(shift), 'cell')} farther to the "
                f"{'right' if shift > 0 else 'left'}: the state, and the tape from the farthest "
                "cell in the other direction that is read in between. So it goes on like this."
            )
        case Backward(depth=depth):
            return (
                f"Going back step by step from a halt, every way ends in a contradiction before "
                f"step {depth}: nothing at all halts after {depth} steps or more. The machine has "
                "not halted by then."
            )
        case NGrams(n=size):
            return (
                f"What is around the head, {count(size, 'cell')} on each side with state and "
                f"symbol, is always one of {len(witness.contexts)} contexts: the start is one, "
                "every step leads from one of them to one of them, and none of them halts."
            )
