"""The published iteration, written from its description, in whatever numbers it is given.

The numbers need ``+ - * /``, ``abs`` and comparisons; ``root`` is their square root: so the same
lines run in float64 and in mpmath with many digits.
"""


def soft(v, t):
    return v - t if v > t else v + t if v < -t else v * 0


def inner(A, y, x, *, lam, w, tau, sigma, p, root):
    """Return the average of p primal-dual steps from (x, 0)."""
    m, N = len(A), len(A[0])
    q, mean = [y[0] * 0] * m, [y[0] * 0] * N
    for _ in range(p):
        back = [sum(A[i][j] * q[i] for i in range(m)) for j in range(N)]
        new = [soft(x[j] - tau * back[j], tau * lam * w[j]) for j in range(N)]
        ahead = [2 * a - b for a, b in zip(new, x)]
        image = [sum(A[i][j] * ahead[j] for j in range(N)) for i in range(m)]
        h = [q[i] + sigma * image[i] - sigma * y[i] for i in range(m)]
        size = root(sum(v * v for v in h))
        q = [v / size for v in h] if size > 1 else h
        x = new
        mean = [a + b / p for a, b in zip(mean, new)]
    return mean


def published(A, y, *, lam, w, tau, sigma, L, delta, p, n, root, e):
    """Return psi_1, ..., psi_n."""
    eps, psi, values = root(sum(v * v for v in y)), [y[0] * 0] * len(A[0]), []
    for _ in range(n):
        eps = (delta + eps) / e
        alpha = 2 * L / (eps * p)
        started = [alpha * v for v in psi]
        scaled = [alpha * v for v in y]
        psi = inner(A, scaled, started, lam=lam, w=w, tau=tau, sigma=sigma, p=p, root=root)
        psi = [v / alpha for v in psi]
        values.append(psi)
    return values
