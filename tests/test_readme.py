"""The README says what the program does, word for word."""

import inspect
import re
from pathlib import Path

import yaml

from flows import daily
from flows.cli.app import app
from schemas.rules import FIXES, RULES
from schemas.rules.rule import Fix, Rule

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def heart() -> str:
    """The function that tells the whole story."""
    return inspect.getsource(daily.enrich).strip()


def command_table() -> str:
    """Each command with the first sentence of its help."""
    names = sorted(name for name in app if not name.startswith("-"))
    return "\n".join(f"| `{name}` | {app[name].help.strip().splitlines()[0]} |" for name in names)


def rules_table() -> str:
    """Each rule and each fix with the sentence that Claude and editors read."""
    listed: tuple[Rule | Fix, ...] = (*RULES, *FIXES)
    rows = [
        (
            thing.id,
            str(thing.severity) if isinstance(thing, Rule) else "fixed",
            thing.sentence.replace("|", "\\|"),
        )
        for thing in listed
    ]
    return "\n".join(f"| {rule} | {follows} | {sentence} |" for rule, follows, sentence in rows)


def test_the_heart_is_quoted_as_it_is() -> None:
    """A newcomer reads the program, not a memory of it."""
    assert heart() in README


def test_every_command_is_listed_with_its_own_words() -> None:
    """And none that is not there."""
    assert command_table() in README
    listed = re.findall(r"^\| `[\w-]+` \|", README, re.MULTILINE)
    assert len(listed) == len(command_table().splitlines())


def test_every_rule_is_listed_with_its_own_words() -> None:
    """The sentence of a rule is its docstring, here as in a repair."""
    assert rules_table() in README


def test_every_deployment_is_named() -> None:
    """In the sentence that says what they are."""
    told = README.partition("The deployments are ")[2].partition(", with forms")[0]
    deployments = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]
    assert [each["name"] for each in deployments] == re.findall(r"`(\w+)`", told)


def test_the_pictures_are_there() -> None:
    """The first screen shows what an editor gets, and further down is what Prefect's pages show."""
    shown = re.findall(r"^!\[[^\]]+\]\(([^)]+)\)$", README, re.MULTILINE)
    assert "examples/journal/preview.png" == shown[0]
    assert 3 == len(shown)
    assert all((ROOT / path).is_file() for path in shown)
