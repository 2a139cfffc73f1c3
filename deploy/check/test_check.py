"""What the check is for: each mistake is found, and found as what it is."""

import shutil
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import check

DEPLOY = Path(__file__).resolve().parent.parent

# File, what stands there, what is written instead, and what has to be found.
MISTAKES = [
    ("kubernetes/worker.yaml", "terminationGracePeriodSeconds: 3600", "terminationGracePeriodSecond: 3600", "terminationGracePeriodSecond"),
    ("kubernetes/worker.yaml", "terminationGracePeriodSeconds: 3600", "terminationGracePeriodSeconds: 30", "gives no time"),
    ("kubernetes/worker.yaml", "memory: 2Gi", "memory: 2Gib", "memory: 2Gib is no quantity"),
    ("kubernetes/worker.yaml", "value: 1800MB", "value: 2200MB", "leaves the worker no memory"),
    ("kubernetes/worker.yaml", "revisionHistoryLimit: 3", 'revisionHistoryLimit: "3"', "revisionHistoryLimit"),
    ("kubernetes/worker.yaml", "  revisionHistoryLimit: 3", "  revisionHistoryLimit: 3\n  replicas: 2", "has replicas"),
    ("kubernetes/worker.yaml", "--nkey=/etc/gridalloc/nats/user.nk", "--nkey=/etc/gridalloc/user.nk", "no such file is mounted"),
    ("kubernetes/worker.yaml", "  maxUnavailable: 25%\n  selector:\n    matchLabels:\n      app.kubernetes.io/name: gridalloc",
     "  maxUnavailable: 25%\n  selector:\n    matchLabels:\n      app.kubernetes.io/name: gridaloc", "PodDisruptionBudget: selects"),
    ("kubernetes/worker.yaml", "nats.nats.svc.cluster.local:4222", "nats.nats.svc.cluster.local:4223", "does not let workers reach"),
    ("kubernetes/worker.yaml", "gridalloc:v1.0.0", "gridalloc:v1.1.0", "watches consumer"),
    ("kubernetes/scaled-object.yaml", "minReplicaCount: 0", "minReplicaCount: 1", "does not scale to zero"),
    ("kubernetes/scaled-object.yaml", "cooldownPeriod: 300", "cooldownPeriods: 300", "cooldownPeriods"),
    ("kubernetes/scaled-object.yaml", "pollingInterval: 15", "pollingInterval: often", "pollingInterval"),
    ("kubernetes/scaled-object.yaml", 'lagThreshold: "1"', "lagThreshold: 1", "lagThreshold"),
    ("kubernetes/scaled-object.yaml", "account: $G", "accounts: $G", "its trigger needs"),
    ("kubernetes/scaled-object.yaml", "stabilizationWindowSeconds: 300", "stabilizationSeconds: 300", "stabilizationSeconds"),
    ("kubernetes/scaled-object.yaml", "local:8222", "local:8223", "does not let KEDA reach"),
    ("kubernetes/scaled-object.yaml", "    name: gridalloc-worker\n  polling", "    name: gridalloc-workers\n  polling", "scales gridalloc-workers"),
    ("kubernetes/network-policy.yaml", "port: 6222", "port: 6223", "the servers reach each other"),
    ("kubernetes/network-policy.yaml", "policyTypes: [Ingress]", "policyTypes: Ingress", "policyTypes"),
    ("kubernetes/namespace.yaml", "  name: gridalloc\n", "  name: grid\n", "are called gridalloc"),
    ("nats/values.yaml", "pvc:", "pvcs:", "the chart has no pvcs"),
    ("nats/values.yaml", "GOMEMLIMIT: 3GiB", "GOMEMLIMIT: 3GiB\n    TOKEN: abc", "looks like a secret"),
    ("systemd/gridalloc-worker@.service", "OOMPolicy=continue", "OOMPolice=continue", "Unknown key"),
    ("systemd/gridalloc-worker@.service", "KillMode=mixed", "KillMode=mixture", "kill mode"),
    ("systemd/gridalloc-worker@.service", "CapabilityBoundingSet=\n", "", "exposed by"),
    ("systemd/gridalloc-batch@.service", "Type=exec", "Type=exect", "exect"),
]


class TestCheck(unittest.TestCase):
    def setUp(self):
        self.analyze = shutil.which("systemd-analyze")

    def test_sound(self):
        self.assertEqual(check.check(DEPLOY, None, self.analyze), [])

    def test_mistakes(self):
        self.enterContext(mock.patch.object(check, "VERSIONS", check.VERSIONS[-1:]))
        for file, old, new, finding in MISTAKES:
            if file.startswith("systemd/") and not self.analyze:
                continue
            with self.subTest(file=file, new=new), tempfile.TemporaryDirectory() as scratch:
                folder = Path(scratch) / "deploy"
                shutil.copytree(DEPLOY, folder, ignore=shutil.ignore_patterns("check"))
                text = (folder / file).read_text()
                self.assertIn(old, text)
                (folder / file).write_text(text.replace(old, new, 1))
                findings = check.check(folder, None, self.analyze if file.startswith("systemd/") else None)
                self.assertTrue(any(finding in f for f in findings), findings)

    def test_stream(self):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "deploy"
            shutil.copytree(DEPLOY, folder, ignore=shutil.ignore_patterns("check"))
            queue = Path(scratch) / "internal" / "batch" / "queue"
            queue.mkdir(parents=True)
            (queue / "streams.go").write_text('const runs = "gridalloc-jobs"\n')
            self.assertIn("ScaledObject: watches stream gridalloc-runs, there are ['gridalloc-jobs']", check.check(folder, None, None))

    def test_flags(self):
        with tempfile.TemporaryDirectory() as scratch:
            program = Path(scratch) / "gridalloc"
            program.write_text('#!/bin/sh\necho "--nats --nkey --tls-ca --out --parallel"\n')
            program.chmod(0o755)
            findings = check.check(DEPLOY, program, None)
            self.assertEqual(findings, [
                "gridalloc-worker@.service: gridalloc worker has no flag --memory",
                "Deployment: gridalloc worker has no flag --memory",
            ])


if __name__ == "__main__":
    unittest.main()
