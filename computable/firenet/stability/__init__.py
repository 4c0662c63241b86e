"""How far outputs move: proved bounds, and searches for the worst perturbation."""
