"""Every flow loads for real, and says exactly what its playbook says, in its order."""

from pathlib import Path

import pytest
import yaml
from prefect.flows import load_flow_from_entrypoint
from prefect.tasks import Task

from playbooks import loader
from playbooks.model import Step
from sectorlaunch import playbook_vocabulary
from sectorlaunch.prefect_side.deployments import DEPLOYMENTS, Deployed
from tasks import activities, conducting, gates, mentions
from tasks import steps as first_and_last_lines

ROOT = Path(__file__).parents[2]
CLOCKWORK = {"follow-ups", "conductor", "general-step", "launch-a-partnership"}


def steps() -> list[Step]:
    text = loader.shipped_text("sector-launch")
    return list(loader.load(text, "sector_launch.yaml", playbook_vocabulary.vocabulary()).steps)


STEPS = {"general-step", *(step.deployment for step in steps())}


@pytest.mark.parametrize("deployed", DEPLOYMENTS, ids=lambda deployed: deployed.name)
def test_it_loads_each_entrypoint_and_no_placeholder(deployed: Deployed) -> None:
    flow = load_flow_from_entrypoint(deployed.entrypoint, use_placeholder_flow=False)
    assert flow.description


def test_it_has_a_deployment_for_each_step_that_names_one() -> None:
    assert {step.deployment for step in steps()} == {d.name for d in DEPLOYMENTS} - CLOCKWORK


@pytest.mark.parametrize("step", steps(), ids=lambda step: step.key)
def test_it_follows_the_order_of_the_playbook(step: Step) -> None:
    deployed = next(deployed for deployed in DEPLOYMENTS if deployed.name == step.deployment)
    flow = load_flow_from_entrypoint(deployed.entrypoint, use_placeholder_flow=False)
    assert list(mentions.of_function(flow.fn)) == [item.key for item in step.order]


def test_it_describes_the_same_deployments_for_stock_workers() -> None:
    described = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert {(one["name"], one["entrypoint"]) for one in described} == {
        (deployed.name, deployed.entrypoint) for deployed in DEPLOYMENTS
    }
    assert {one["name"]: one["description"] for one in described} == {
        deployed.name: deployed.description for deployed in DEPLOYMENTS
    }


def test_it_gives_stock_workers_the_same_schedules() -> None:
    """Each says so even where it has none: on a terminal Prefect asks about what it is not told."""
    described = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    rounds = {one["name"]: [each["interval"] for each in one["schedules"]] for one in described}
    assert rounds == {d.name: [d.every.total_seconds()] if d.every else [] for d in DEPLOYMENTS}


def test_it_gives_every_task_a_timeout_and_tries_it_again_with_jitter() -> None:
    found = {
        (module.__name__, name): made
        for module in (activities, conducting, gates, first_and_last_lines)
        for name, made in vars(module).items()
        if isinstance(made, Task)
    }
    assert len(found) >= 12
    for name, made in found.items():
        assert made.timeout_seconds, name
        assert made.retries, name
        assert made.retry_jitter_factor, name


@pytest.mark.parametrize(
    "deployed", [d for d in DEPLOYMENTS if d.name in STEPS - {"launch-a-partnership"}], ids=lambda d: d.name
)
def test_it_has_each_step_say_why_it_stopped(deployed: Deployed) -> None:
    flow = load_flow_from_entrypoint(deployed.entrypoint, use_placeholder_flow=False)
    assert flow.on_failure_hooks
    assert flow.on_crashed_hooks


@pytest.mark.parametrize("deployed", DEPLOYMENTS, ids=lambda deployed: deployed.name)
def test_it_also_loads_each_file_by_its_path(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `prefect flow serve` and the deploy command of others do it: as a top-level module, from its folder."""
    monkeypatch.chdir(ROOT)
    module, _, function = deployed.entrypoint.rpartition(".")
    load_flow_from_entrypoint(f"{module.replace('.', '/')}.py:{function}", use_placeholder_flow=False)
