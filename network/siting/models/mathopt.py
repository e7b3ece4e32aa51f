"""OR-Tools' MathOpt with HiGHS: the one module of siting that touches OR-Tools.

Runs in a child process of its own (`network.siting.search_process`). HiGHS by measurement: on p-median models
it needs a hundredth of CP-SAT's time (``docs/explanation/siting.md``). `highspy` must not be in the process.
"""

from __future__ import annotations

import datetime

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from data.domain.errors import Fault, HuiliuError
from network.siting.models.linear import LinearAnswer, LinearModel

_LEAST_S = 0.05
_LARGE = 2.0**20


def solve_linear(model: LinearModel, seconds: float) -> LinearAnswer:
    """Solve a model with HiGHS until it is proved, or `seconds` are over.

    Raises
    ------
    HuiliuError
        C302: the solver failed.
    """
    parameters = mathopt.SolveParameters(
        time_limit=datetime.timedelta(seconds=max(seconds, _LEAST_S)),
        relative_gap_tolerance=0.0,
        absolute_gap_tolerance=0.0,
    )
    try:
        result = mathopt.solve(_as_mathopt(model), mathopt.SolverType.HIGHS, params=parameters)
    except (RuntimeError, ValueError, AttributeError) as error:
        # MathOpt turns a status it cannot translate into an AttributeError.
        cause = f"The solver failed: {error}."
        raise HuiliuError(Fault("C302", cause, "Report this with the study that led to it.")) from error
    return _answer(model, result)


def _answer(model: LinearModel, result: mathopt.SolveResult) -> LinearAnswer:
    reason, reasons = result.termination.reason, mathopt.TerminationReason
    bound = result.termination.objective_bounds.dual_bound / _objective_scale(model)
    values = None
    if result.has_primal_feasible_solution():
        # Variables are numbered from 0 in the order in which they were added.
        by_number = {variable.id: value for variable, value in result.variable_values().items()}
        values = np.array([by_number[number] for number in range(model.variables)])
    return LinearAnswer(
        values,
        float(bound) if np.isfinite(bound) else None,
        is_infeasible=reason in (reasons.INFEASIBLE, reasons.INFEASIBLE_OR_UNBOUNDED),
        is_optimal=reason == reasons.OPTIMAL,
    )


def _objective_scale(model: LinearModel) -> float:
    """Power of two that scales the objective to a size at which solver tolerances are harmless."""
    price = np.abs(model.columns()[2])
    largest = float(price.max(initial=0.0))
    return (
        1.0 if largest == 0.0 or 1.0 <= largest <= _LARGE else float(2.0 ** -np.floor(np.log2(largest) - 10))
    )


def _row_scales(model: LinearModel) -> NDArray[np.float64]:
    """Powers of two that scale the rows likewise; (rows,)."""
    row, _, value = model.entries()
    largest = np.zeros(model.rows)
    np.maximum.at(largest, row, np.abs(value))
    usual = (largest == 0.0) | ((largest >= 1.0) & (largest <= _LARGE))
    return np.where(usual, 1.0, 2.0 ** -np.floor(np.log2(np.where(usual, 1.0, largest)) - 5))


def _as_mathopt(model: LinearModel) -> mathopt.Model:
    proto = model_pb2.ModelProto()
    lower, upper, price, whole = model.columns()
    proto.variables.ids.extend(range(model.variables))
    proto.variables.lower_bounds.extend(lower.tolist())
    proto.variables.upper_bounds.extend(upper.tolist())
    proto.variables.integers.extend(whole.tolist())
    scale, row_scale = _objective_scale(model), _row_scales(model)
    proto.objective.maximize, proto.objective.offset = model.maximise, model.offset * scale
    priced = np.flatnonzero(price)
    proto.objective.linear_coefficients.ids.extend(priced.tolist())
    proto.objective.linear_coefficients.values.extend((price[priced] * scale).tolist())
    row_lower, row_upper = model.row_bounds()
    proto.linear_constraints.ids.extend(range(model.rows))
    proto.linear_constraints.lower_bounds.extend((row_lower * row_scale).tolist())
    proto.linear_constraints.upper_bounds.extend((row_upper * row_scale).tolist())
    row, variable, value = model.entries()
    proto.linear_constraint_matrix.row_ids.extend(row.tolist())
    proto.linear_constraint_matrix.column_ids.extend(variable.tolist())
    proto.linear_constraint_matrix.coefficients.extend((value * row_scale[row]).tolist())
    return mathopt.Model.from_model_proto(proto)
