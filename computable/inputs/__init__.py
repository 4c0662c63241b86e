"""Data, linear programs and results of solvers in the forms that people have them, exactly."""

from computable.inputs.arrays import Given, as_given, as_point
from computable.inputs.files import Loaded, read_data
from computable.inputs.linprog import linprog_form
from computable.inputs.results import centred_data, problem_of, solution_of
from computable.inputs.standard_form import GeneralProgram, StandardForm, standard_form

__all__ = [
    "GeneralProgram",
    "Given",
    "Loaded",
    "StandardForm",
    "as_given",
    "as_point",
    "centred_data",
    "linprog_form",
    "problem_of",
    "read_data",
    "solution_of",
    "standard_form",
]
