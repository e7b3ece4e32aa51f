"""spopt on one study, run by the Python of an environment that holds it: ``spopt_peer.py STUDY REPORT``."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pulp
from spopt.locate import LSCP, MCLP, PCenter, PMedian


def model(study):
    cost = np.array(study["cost"], float)
    weights = np.array(study["weights"], float)
    if study["model"] == "set_cover":
        return LSCP.from_cost_matrix(cost, study["radius"])
    if study["model"] == "max_cover":
        return MCLP.from_cost_matrix(cost, weights, study["radius"], study["p"])
    if study["model"] == "p_median":
        return PMedian.from_cost_matrix(cost, weights, study["p"])
    return PCenter.from_cost_matrix(cost, study["p"])


def main(question, report):
    study = json.loads(Path(question).read_text("utf-8"))
    start, cpu = time.perf_counter(), time.process_time()
    asked = model(study)
    built = time.perf_counter() - start
    asked.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=study["seconds"]))
    import resource

    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = {
        "objective": float(asked.problem.objective.value()),
        "status": pulp.LpStatus[asked.problem.status],
        "seconds": time.perf_counter() - start,
        "built_s": built,
        "cpu_s": time.process_time() - cpu + children.ru_utime + children.ru_stime,
    }
    Path(report).write_text(json.dumps(found), "utf-8")


main(*sys.argv[1:])
