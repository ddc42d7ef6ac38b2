"""Alarms in Prefect: put there, looked at, taken away again."""

from contextlib import suppress
from typing import cast
from uuid import UUID

from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import SyncPrefectClient
from prefect.events import Automation, AutomationCore
from prefect.events.filters import AutomationFilter, AutomationFilterTags
from prefect.types import SecretDict
from pydantic import SecretStr

from flows.alarms import alarms, zombies
from flows.engine import TAG

WEBHOOK, EDITORS = "rubricator-alarms", "rubricator-editors"  # the blocks
OURS = AutomationFilter(tags=AutomationFilterTags(any_=[TAG]))
JSON = SecretDict({"Content-Type": "application/json"})


def install(client: SyncPrefectClient, webhook: SecretStr, editors: SecretStr | None) -> None:
    """Have all alarms there, each once, and the addresses in blocks and nowhere else.

    Without an address of the editors' own, theirs go where the others go.
    """
    of_alarms = of_editors = _kept(WEBHOOK, webhook)
    if editors is None:
        _drop(EDITORS)
    else:
        of_editors = _kept(EDITORS, editors)
    calling = [
        alarm.automation(of_editors if alarm.for_editors else of_alarms) for alarm in alarms()
    ]
    put(client, *calling, zombies())


def put(client: SyncPrefectClient, *wanted: AutomationCore) -> None:
    """Have automations there, each once; one that a person has paused stays so."""
    there = installed(client)
    for each in wanted:
        same = [automation for automation in there if automation.name == each.name]
        if same:
            whole = each.model_dump(exclude={"owner_resource"}) | {"enabled": same[0].enabled}
            client.update_automation(same[0].id, AutomationCore.model_validate(whole))
        else:
            client.create_automation(each)
        for double in same[1:]:
            client.delete_automation(double.id)


def installed(client: SyncPrefectClient) -> list[Automation]:
    """Those that are there, by name."""
    return sorted(client.read_automations(automations=OURS), key=lambda each: each.name)


def remove(client: SyncPrefectClient) -> list[Automation]:
    """Take them away, and the addresses with them; what there was."""
    there = installed(client)
    for each in there:
        client.delete_automation(each.id)
    for block in (WEBHOOK, EDITORS):
        _drop(block)
    return there


def _kept(block: str, address: SecretStr) -> UUID:
    """The id of the block; the address may be in the same house."""
    webhook = Webhook(url=address, headers=JSON, allow_private_urls=True)
    return cast("UUID", webhook.save(block, overwrite=True))


def _drop(block: str) -> None:
    with suppress(ValueError):  # there is none
        Webhook.delete(block)
