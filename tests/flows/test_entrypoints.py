"""Every flow loads for real, and says exactly what its playbook says, in its order."""

from pathlib import Path

import pytest
import yaml
from prefect.flows import load_flow_from_entrypoint

from playbooks import loader
from playbooks.model import Step
from sectorlaunch import playbook_vocabulary
from sectorlaunch.prefect_side.deployments import DEPLOYMENTS, Deployed
from tasks import mentions

ROOT = Path(__file__).parents[2]
CLOCKWORK = {"follow-ups", "conductor", "general-step", "launch-a-partnership"}


def steps() -> list[Step]:
    text = loader.shipped_text("sector-launch")
    return list(loader.load(text, "sector_launch.yaml", playbook_vocabulary.vocabulary()).steps)


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


@pytest.mark.parametrize("deployed", DEPLOYMENTS, ids=lambda deployed: deployed.name)
def test_it_also_loads_each_file_by_its_path(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `prefect flow serve` and the deploy command of others do it: as a top-level module, from its folder."""
    monkeypatch.chdir(ROOT)
    module, _, function = deployed.entrypoint.rpartition(".")
    load_flow_from_entrypoint(f"{module.replace('.', '/')}.py:{function}", use_placeholder_flow=False)
