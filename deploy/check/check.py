"""Holds the files of deploy/ against what will read them, without a cluster.

Units are verified by systemd-analyze, manifests against the schemas of Kubernetes, the
ScaledObject against KEDA's definition of it, and all of them against each other and against
the program: a name that is written twice must be the same name.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import kubernetes_validate
import yaml
from cloudcoil.models.keda.v1alpha1 import ScaledObject

# The oldest Kubernetes that the manifests are for, and the newest that its schemas are known of.
VERSIONS = ("1.30.0", "1.37.0")

# What systemd-analyze security may find a unit exposed to, of ten.
EXPOSURE = 2.0

QUANTITY = re.compile(r"\d+(\.\d+)?(m|[kMGTPE]|[KMGTPE]i)?")

# The trigger nats-jetstream of KEDA, which its definition leaves open: needed and possible.
NEEDED = {"natsServerMonitoringEndpoint", "account", "stream", "consumer", "lagThreshold"}
POSSIBLE = NEEDED | {"activationLagThreshold", "useHttps"}

# The keys of the chart "nats" 1.x that are used; None stands for what it passes on as it is.
CHART = {
    "config": {
        "cluster": {"enabled": None, "replicas": None},
        "jetstream": {
            "enabled": None,
            "fileStore": {"enabled": None, "pvc": {"enabled": None, "size": None, "storageClassName": None}},
            "memoryStore": {"enabled": None, "maxSize": None},
        },
        "nats": {"tls": {"enabled": None, "secretName": None}},
        "monitor": {"enabled": None},
        "merge": None,
    },
    "container": {"env": None, "merge": None},
    "podTemplate": {"merge": None},
    "natsBox": {"enabled": None},
}


class Deployment:
    """The files of a folder deploy/ and what is wrong with them."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.findings: list[str] = []
        self.documents: list[tuple[str, dict]] = []
        for path in sorted((folder / "kubernetes").glob("*.yaml")):
            for document in yaml.safe_load_all(path.read_text()):
                self.documents.append((path.name, document))
        self.values = yaml.safe_load((folder / "nats" / "values.yaml").read_text())

    def find(self, where: str, what: str) -> None:
        self.findings.append(f"{where}: {what}")

    def want(self, holds: bool, where: str, what: str) -> None:
        if not holds:
            self.find(where, what)

    def one(self, kind: str, name: str) -> dict:
        found = [d for _, d in self.documents if d["kind"] == kind and d["metadata"]["name"] == name]
        if len(found) != 1:
            self.find(kind, f"{len(found)} are called {name}")
            return {}
        return found[0]

    # Each by itself.

    def schemas(self) -> None:
        """Every manifest fits the schema of its kind, with no field that is not in it."""
        for name, document in self.documents:
            where = f"{name}: {document['kind']}"
            if document["apiVersion"].startswith("keda.sh/"):
                self.keda(where, document)
                continue
            for version in VERSIONS:
                try:
                    kubernetes_validate.validate(document, version, strict=True)
                except kubernetes_validate.ValidationError as e:
                    path = ".".join(str(p) for p in e.path)
                    self.find(where, f"Kubernetes {version}: {path}: {e.message}")

    def quantities(self) -> None:
        """Amounts of memory and cores are written as Kubernetes reads them, which its schemas do not say."""
        for where, document in [*self.documents, ("values.yaml", self.values)]:
            for key, value in walk(document):
                amounts = value if key in ("requests", "limits") else {key: value} if key in ("sizeLimit", "size", "maxSize") else {}
                for what, amount in amounts.items():
                    self.want(bool(QUANTITY.fullmatch(str(amount))), where, f"{what}: {amount} is no quantity")

    def keda(self, where: str, document: dict) -> None:
        """A ScaledObject fits its definition: what that does not know, it drops."""
        try:
            kept = ScaledObject.model_validate(document).model_dump(by_alias=True, exclude_unset=True, mode="json")
        except ValueError as e:
            self.find(where, str(e))
            return
        if kept != document:
            self.find(where, f"has fields that KEDA does not know: {differences(document, kept)}")

    def units(self, analyze: str) -> None:
        """Every unit is verified, and shut off from the machine."""
        for path in sorted((self.folder / "systemd").glob("*.service")):
            with tempfile.TemporaryDirectory() as scratch:
                unit = Path(scratch) / path.name
                # The program need not be installed where its units are verified.
                unit.write_text(path.read_text().replace("/usr/local/bin/gridalloc", shutil.which("true")))
                done = subprocess.run([analyze, "verify", "--man=no", unit], capture_output=True, text=True)
                if done.returncode or done.stdout + done.stderr:  # it only warns of a key that it does not know
                    self.find(path.name, (done.stdout + done.stderr).strip().replace(scratch + "/", ""))
                done = subprocess.run([analyze, "security", "--offline=yes", "--no-pager", unit], capture_output=True, text=True)
                level = re.search(r"exposure level for .*: ([0-9.]+)", done.stdout)
                self.want(bool(level) and float(level[1]) <= EXPOSURE, path.name, f"exposed by {level and level[1]}, more than {EXPOSURE}")

    def chart(self) -> None:
        """The values name only what the chart has."""
        self.known(self.values, CHART, "values.yaml")

    def known(self, values: dict, keys: dict, where: str) -> None:
        for key, value in values.items():
            if key not in keys:
                self.find(where, f"the chart has no {key}")
            elif keys[key] is not None:
                self.known(value, keys[key], f"{where}: {key}")

    # With each other.

    def workers(self) -> None:
        """The Deployment, its budget, its policy and its scaler are about the same pods."""
        deployment, scaled = self.one("Deployment", "gridalloc-worker"), self.one("ScaledObject", "gridalloc-worker")
        budget, policy = self.one("PodDisruptionBudget", "gridalloc-worker"), self.one("NetworkPolicy", "gridalloc-worker")
        if not (deployment and scaled and budget and policy):
            return
        spec, labels = deployment["spec"], deployment["spec"]["template"]["metadata"]["labels"]
        for what, selector in {
            "Deployment": spec["selector"], "PodDisruptionBudget": budget["spec"]["selector"], "NetworkPolicy": policy["spec"]["podSelector"],
        }.items():
            self.want(selector["matchLabels"].items() <= labels.items(), what, f"selects {selector['matchLabels']}, the pods are {labels}")
        self.want("replicas" not in spec, "Deployment", "has replicas, which the ScaledObject sets")
        target = scaled["spec"]["scaleTargetRef"]["name"]
        self.want(target == "gridalloc-worker", "ScaledObject", f"scales {target}")
        self.want(scaled["spec"]["minReplicaCount"] == 0, "ScaledObject", "does not scale to zero")
        namespaces = {d["metadata"].get("namespace") for d in (deployment, scaled, budget, policy)}
        self.want(namespaces == {self.one("Namespace", "gridalloc").get("metadata", {}).get("name")}, "namespaces", f"are {namespaces}")
        pod = spec["template"]["spec"]
        self.want(pod.get("terminationGracePeriodSeconds", 30) >= 600, "Deployment", "gives no time to finish a run")
        volumes, container = {v["name"] for v in pod["volumes"]}, pod["containers"][0]
        mounts = {m["name"] for m in container["volumeMounts"]}
        self.want(volumes == mounts, "Deployment", f"has volumes {volumes} and mounts {mounts}")
        self.want(megabytes(environment(container)["GRIDALLOC_MEMORY"]) < megabytes(container["resources"]["limits"]["memory"]),
                  "Deployment", "leaves the worker no memory beside its run")
        for arg in container["args"]:
            path = re.match(r"--(?:nkey|creds|tls-\w+)=(.*)", arg)
            self.want(not path or any(path[1] == mounted for mounted in self.mounted(pod, container)), "Deployment", f"{arg}: no such file is mounted")

    @staticmethod
    def mounted(pod: dict, container: dict) -> list[str]:
        """The files of secrets that a container finds."""
        items = {v["name"]: [i["path"] for i in v["secret"]["items"]] for v in pod["volumes"] if "secret" in v}
        return [f"{m['mountPath']}/{path}" for m in container["volumeMounts"] for path in items.get(m["name"], [])]

    def queue(self) -> None:
        """What the scaler watches is what the program makes."""
        trigger = self.one("ScaledObject", "gridalloc-worker").get("spec", {}).get("triggers", [{}])[0]
        metadata = trigger.get("metadata", {})
        self.want(trigger.get("type") == "nats-jetstream", "ScaledObject", f"is triggered by {trigger.get('type')}")
        self.want(NEEDED <= metadata.keys() <= POSSIBLE, "ScaledObject", f"its trigger needs {sorted(NEEDED)} and may have {sorted(POSSIBLE)}, not {sorted(metadata)}")
        image = self.one("Deployment", "gridalloc-worker")["spec"]["template"]["spec"]["containers"][0]["image"]
        version = image.rpartition(":")[2].replace(".", "%2E")
        self.want(metadata.get("consumer") == version, "ScaledObject", f"watches consumer {metadata.get('consumer')}, the image's is {version}")
        sources = self.folder.parent / "internal" / "batch" / "queue"
        names = {name for path in sources.glob("*.go") for name in re.findall(r'"(gridalloc-\w+)"', path.read_text())}
        if sources.is_dir():
            self.want(metadata.get("stream") in names, "ScaledObject", f"watches stream {metadata.get('stream')}, there are {sorted(names)}")

    def ports(self) -> None:
        """Who may speak to whom agrees with who does."""
        address = environment(self.one("Deployment", "gridalloc-worker")["spec"]["template"]["spec"]["containers"][0])["GRIDALLOC_NATS"]
        host, port = re.match(r"tls://([\w.-]+):(\d+)$", address).groups()
        self.want(host == "nats.nats.svc.cluster.local", "Deployment", f"{host} is not the chart's service")
        out = self.allowed(self.one("NetworkPolicy", "gridalloc-worker"), "egress", "to")
        into = self.allowed(self.one("NetworkPolicy", "nats"), "ingress", "from")
        self.want((int(port), "nats") in out, "NetworkPolicy gridalloc-worker", f"does not let workers reach {address}")
        self.want((int(port), "gridalloc") in into, "NetworkPolicy nats", f"does not let workers reach {address}")
        endpoint = self.one("ScaledObject", "gridalloc-worker")["spec"]["triggers"][0]["metadata"]["natsServerMonitoringEndpoint"]
        host, _, port = endpoint.partition(":")
        self.want(host == "nats-headless.nats.svc.cluster.local", "ScaledObject", f"{host} is not the chart's headless service")
        self.want((int(port), "keda") in into, "NetworkPolicy nats", f"does not let KEDA reach {endpoint}")
        self.want((6222, None) in into, "NetworkPolicy nats", "does not let the servers reach each other")

    @staticmethod
    def allowed(policy: dict, direction: str, side: str) -> set[tuple[int, str | None]]:
        """The ports that a policy opens, with the namespace: None for its own."""
        pairs = set()
        for rule in policy["spec"][direction]:
            for peer in rule[side]:
                namespace = peer.get("namespaceSelector", {}).get("matchLabels", {}).get("kubernetes.io/metadata.name")
                pairs |= {(port["port"], namespace) for port in rule["ports"]}
        return pairs

    def secrets(self) -> None:
        """No file holds a secret, and no command line names one but by its file."""
        for path in sorted(self.folder.rglob("*")):
            if path.suffix in (".yaml", ".service", ".example"):
                for pattern in (r"\bS[UAO][A-Z2-7]{56}\b", r"-----BEGIN", r"(?i)\b(?:password|token|secret) *[:=] *\S", r"://[^/\s]+@"):
                    found = re.search(pattern, path.read_text())
                    self.want(not found, path.name, f"holds what looks like a secret: {found and found[0]}")

    def flags(self, program: Path) -> None:
        """The program has the flags that it is started with."""
        commands = []
        for path in sorted((self.folder / "systemd").glob("*.service")):
            commands += [(path.name, line.split()[1:]) for line in re.findall(r"^ExecStart=(.*)$", path.read_text(), re.M)]
        commands.append(("Deployment", self.one("Deployment", "gridalloc-worker")["spec"]["template"]["spec"]["containers"][0]["args"]))
        for where, words in commands:
            command = words[: next(i for i, w in enumerate(words) if w[0] in "-/")]
            done = subprocess.run([program, *command, "--help"], capture_output=True, text=True)
            if done.returncode:
                self.find(where, f"{program.name} {' '.join(command)}: {done.stderr.strip()}")
                continue
            known = set(re.findall(r"--[a-z-]+", done.stdout))
            for flag in (re.match(r"--[a-z-]+", w) for w in words):
                self.want(not flag or flag[0] in known, where, f"{program.name} {' '.join(command)} has no flag {flag and flag[0]}")


def environment(container: dict) -> dict:
    """The variables that a container is given as they are."""
    return {e["name"]: e["value"] for e in container["env"] if "value" in e}


def walk(value):
    """All keys of a document with their values, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key, inner
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)


def megabytes(size: str) -> float:
    """A size such as 2Gi or 1800MB, in millions of bytes; no number where it is none."""
    found = re.fullmatch(r"([0-9.]+)(Mi|Gi|MB|GB)", size)
    return float(found[1]) * {"Mi": 2**20 / 1e6, "Gi": 2**30 / 1e6, "MB": 1, "GB": 1000}[found[2]] if found else float("nan")


def differences(a, b, at: str = "") -> list[str]:
    """The paths of a that b does not have, or has otherwise."""
    if isinstance(a, dict) and isinstance(b, dict):
        return [d for key, value in a.items() for d in differences(value, b.get(key), f"{at}.{key}")]
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return [d for i, (x, y) in enumerate(zip(a, b)) for d in differences(x, y, f"{at}[{i}]")]
    return [] if a == b else [at]


def check(folder: Path, program: Path | None, analyze: str | None) -> list[str]:
    """All that is wrong with the folder."""
    deployment = Deployment(folder)
    for part in (deployment.schemas, deployment.quantities, deployment.chart, deployment.workers, deployment.queue, deployment.ports, deployment.secrets):
        part()
    if analyze:
        deployment.units(analyze)
    if program:
        deployment.flags(program)
    return deployment.findings


def main() -> int:
    folder = Path(__file__).resolve().parent.parent
    program, analyze = folder.parent / "bin" / "gridalloc", shutil.which("systemd-analyze")
    if not analyze:
        print("deploy-check: there is no systemd-analyze: the units are not verified", file=sys.stderr)
    if not program.exists():
        print("deploy-check: there is no bin/gridalloc: the flags are not checked", file=sys.stderr)
        program = None
    findings = check(folder, program, analyze)
    for finding in findings:
        print(finding, file=sys.stderr)
    print(f"deploy-check: {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
