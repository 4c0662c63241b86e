"""LASSO as a scikit-learn estimator, solved exactly."""

from __future__ import annotations

from fractions import Fraction
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from computable.errors import DomainError
from computable.exact import Vector, as_fraction, exact_value
from computable.inputs import as_given, centred_data
from computable.problem import Lasso, dot
from computable.recovery.minimisers import Minimisers
from computable.recovery.solve_exact import solve_exact

try:
    from sklearn.base import BaseEstimator, RegressorMixin
    from sklearn.utils.extmath import safe_sparse_dot
    from sklearn.utils.validation import check_is_fitted, validate_data
except ImportError:
    raise DomainError(
        "ExactLasso: scikit-learn 1.6 or newer is not installed; "
        "need the extra 'solvers': pip install 'computable[solvers]'"
    ) from None

__all__ = ["ExactLasso"]


class ExactLasso(RegressorMixin, BaseEstimator):  # type: ignore[misc]  # they have no types
    """Linear regression with an l1 penalty, without any rounding before the result.

    Minimises ``||y - X w - b||**2 / (2 m) + alpha ||w||_1``, as scikit-learn's ``Lasso`` does, for
    exactly the float64 numbers X and y (what is given in another type is first converted to
    float64, by scikit-learn). There is no tolerance and no number of iterations: coordinate
    descent stops near a minimiser, this ends at one. It costs exact arithmetic: seconds where
    coordinate descent needs milliseconds.

    If there are many minimisers, that of least ``||w||`` (l2) is taken, and ``unique_`` is False.

    Parameters
    ----------
    alpha : number > 0
        A float has its exact binary value; ``"1/10"`` and Fractions are admitted, too.
    fit_intercept : bool
        Whether b is a variable; else it is 0. The means are subtracted exactly.

    Attributes
    ----------
    coef_ : ndarray, shape (n_features,)
        The minimiser w, each entry rounded correctly to float64.
    coef_exact_ : tuple of Fraction, length n_features
        The minimiser itself.
    intercept_ : float
        b, rounded correctly.
    intercept_exact_ : Fraction
        ``mean(y) - mean(X) . coef_exact_``.
    unique_ : bool
        Whether w is the only minimiser: proved, in both cases.
    n_iter_ : int
        1: the problem is solved once.
    n_features_in_ : int
    feature_names_in_ : ndarray
        If X had names for its columns.

    Notes
    -----
    ``sklearn.utils.estimator_checks.check_estimator`` passes without expected failures. Sample
    weights, several targets, ``alpha = 0`` and ``positive=True`` are not offered.

    Minimising over b first leaves LASSO for the centred data; ``lam = 2 m alpha``. Theorem F: with
    exact input the problem is solvable, as a float is exactly one rational. What the float64 data
    were measurements of is another matter: see :func:`computable.certify` with ``A_error``.

    Examples
    --------
    >>> X, y = [[0.0, 1.0], [1.0, 0.0], [2.0, 1.0]], [0.0, 1.0, 3.0]
    >>> model = ExactLasso(alpha=0.125).fit(X, y)
    >>> model.coef_exact_, model.intercept_exact_, model.unique_
    ((Fraction(21, 16), Fraction(0, 1)), Fraction(1, 48), True)
    >>> model.predict([[4.0, 0.0]])
    array([5.27083333])
    >>> model.certificate_
    GivenAnswer(100000 digits, lasso, 3 x 2)
    """

    def __init__(self, alpha: Any = 1.0, *, fit_intercept: bool = True) -> None:
        self.alpha = alpha
        self.fit_intercept = fit_intercept

    def fit(self, X: Any, y: Any) -> ExactLasso:
        """Solve.

        Parameters
        ----------
        X : array or sparse matrix, shape (n_samples, n_features)
        y : array, shape (n_samples,)

        Raises
        ------
        DomainError
            If alpha is no positive number, or the data have more than 2^24 entries.
        ValueError
            From scikit-learn, for data that are no finite numbers or do not fit.
        """
        alpha = _positive(self.alpha)
        X, y = validate_data(
            self, X, y, accept_sparse="csc", dtype=np.float64, y_numeric=True
        )  # the conversion to csc adds entries at the same place
        given = as_given(X, np.asarray(y, dtype=np.float64))
        (m, N), problem = given.shape, Lasso(2 * given.shape[0] * alpha)
        solved = solve_exact(problem, centred_data(given) if self.fit_intercept else given)
        assert isinstance(solved, Minimisers)  # LASSO always has one
        self._solved, self.n_iter_, self.unique_ = solved, 1, solved.unique
        w = solved.x if solved.unique else solved.nearest([0] * N).point
        self.coef_exact_: Vector = w
        self.intercept_exact_ = Fraction(0)
        if self.fit_intercept:
            means = [sum((v for _, v in c), Fraction(0)) / m for c in given.instance().columns]
            total = sum(given.instance().y, Fraction(0))
            self.intercept_exact_ = total / m - dot(means, w)
        self.coef_ = np.array([float(v) for v in w])
        self.intercept_ = float(self.intercept_exact_)
        return self

    def predict(self, X: Any) -> NDArray[np.float64]:
        """Return ``X coef_ + intercept_`` in floating point, shape (n_samples,)."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)
        values: NDArray[np.float64] = safe_sparse_dot(X, self.coef_) + self.intercept_
        return values

    @property
    def certificate_(self) -> Any:
        """A certificate that ``coef_`` is near a minimiser, made when it is asked for.

        A :class:`proofs.given_answer.GivenAnswer` with as many digits as ``coef_`` is proved to
        have, for the data from which the means were subtracted (if there is an intercept).
        """
        check_is_fitted(self)
        certify = import_module("proofs.certify").certify  # a later layer, loaded only for this
        outcome = certify(self._solved.problem, self._solved.instance, None, self.coef_)
        if getattr(outcome, "digits", 0) and outcome.certificate.right:
            return outcome.certificate
        raise DomainError(f"coef_: got {outcome}, need an entry below 10^15 for one digit")

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


def _positive(alpha: Any) -> Fraction:
    number = as_fraction if isinstance(alpha, str) else exact_value
    value = number(alpha, name="alpha")
    if value <= 0:
        raise DomainError(f"alpha: got {alpha}, need a positive number")
    return value
