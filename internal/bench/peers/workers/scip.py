"""Reads an MPS file with SCIP and solves it."""

from __future__ import annotations

from typing import Any

import pyscipopt
from pyscipopt import SCIP_EVENTTYPE

from . import Job


class Listener(pyscipopt.Eventhdlr):  # type: ignore[misc]
    """Writes plans and bounds to the job's trace as they come."""

    EVENTS = SCIP_EVENTTYPE.BESTSOLFOUND | SCIP_EVENTTYPE.DUALBOUNDIMPROVED | SCIP_EVENTTYPE.NODESOLVED

    def __init__(self, job: Job) -> None:
        self.job = job

    def eventinit(self) -> None:
        self.model.catchEvent(self.EVENTS, self)

    def eventexit(self) -> None:
        self.model.dropEvent(self.EVENTS, self)

    def eventexec(self, event: Any) -> None:
        self.job.know(self.model.getPrimalbound(), self.model.getDualbound())


def main() -> None:
    job = Job(__doc__ or "")
    m = pyscipopt.Model()
    m.readProblem(str(job.model))
    job.built()
    m.setParam("timing/clocktype", 2)  # time on the wall
    m.setParam("limits/time", job.left())
    m.setParam("limits/gap", job.gap)
    m.includeEventhdlr(Listener(job), "trace", "writes plans and bounds down")
    m.optimize()
    job.know(m.getPrimalbound(), m.getDualbound())
    job.end(f"SCIP {m.version():.1f}", m.getStatus())


if __name__ == "__main__":
    main()
