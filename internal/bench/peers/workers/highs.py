"""Reads an MPS file with HiGHS and solves it."""

from __future__ import annotations

import highspy

from . import Job, engine


def main() -> None:
    job = Job(__doc__ or "")
    h = highspy.Highs()
    if h.readModel(str(job.model)) != highspy.HighsStatus.kOk:
        raise SystemExit("HiGHS does not read the file")
    job.built()
    engine.set_options(h, job)
    engine.listen(h, job)
    h.run()
    engine.finish(h, job)


if __name__ == "__main__":
    main()
