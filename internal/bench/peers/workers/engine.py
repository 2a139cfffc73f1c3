"""HiGHS with its progress written down; used for files and behind modelling layers."""

from __future__ import annotations

import math

import highspy

from . import Job


def set_options(h: highspy.Highs, job: Job) -> None:
    """Sets the limits of a job; everything else stays as HiGHS has it."""
    h.setOptionValue("time_limit", job.left())
    h.setOptionValue("mip_rel_gap", job.gap)
    h.setOptionValue("threads", job.threads)
    if job.threads > 1:
        h.setOptionValue("parallel", "on")


def listen(h: highspy.Highs, job: Job) -> None:
    """Writes plans and bounds to the job's trace as they come."""

    def note(event: highspy.HighsCallbackEvent) -> None:
        data = event.data_out
        job.know(_finite(data.mip_primal_bound), _finite(data.mip_dual_bound))

    h.cbMipInterrupt += note
    h.cbMipLogging += note
    h.cbMipImprovingSolution += note


def finish(h: highspy.Highs, job: Job, layer: str = "") -> None:
    """Writes the end of a search; layer names what stands before HiGHS."""
    info = h.getInfo()
    solved = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    job.know(info.objective_function_value if solved else math.nan, _finite(info.mip_dual_bound))
    version = ", ".join(filter(None, [layer, "HiGHS " + h.version()]))
    job.end(version, h.modelStatusToString(h.getModelStatus()))


def _finite(x: float) -> float:
    return x if math.isfinite(x) else math.nan
