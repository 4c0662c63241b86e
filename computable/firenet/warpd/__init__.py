"""WARPd: the same restarts for other problems, also with analysis norms."""
