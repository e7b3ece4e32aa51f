"""What is written is read back unchanged, and satisfies the published schema."""

from __future__ import annotations

import json

import numpy as np
from hypothesis import given
from jsonschema import Draft202012Validator

from data.domain.plan import Plan
from routing.formats.native import (
    ProblemFile,
    plan_schema,
    problem_schema,
    read_plan,
    read_problem,
    write_plan,
    write_problem,
)
from tests.factories.examples import examples
from tests.factories.native import plans, problem_files

PROBLEM_SCHEMA = Draft202012Validator(problem_schema())
PLAN_SCHEMA = Draft202012Validator(plan_schema())
quick = examples(40)


@quick
@given(problem_files())
def test_a_problem_survives_writing_and_reading(file: ProblemFile) -> None:
    text = write_problem(file)
    PROBLEM_SCHEMA.validate(json.loads(text))
    again = read_problem(text)
    assert (again.problem, again.places, again.network) == (file.problem, file.places, file.network)
    assert (again.matrices is None) == (file.matrices is None)
    for profile, matrix in (file.matrices or {}).items():
        assert again.matrices is not None
        np.testing.assert_array_equal(again.matrices[profile].duration_s, matrix.duration_s)
        np.testing.assert_array_equal(again.matrices[profile].distance_m, matrix.distance_m)


@quick
@given(plans)
def test_a_plan_survives_writing_and_reading(plan: Plan) -> None:
    text = write_plan(plan)
    PLAN_SCHEMA.validate(json.loads(text))
    assert read_plan(text) == plan
