"""The shape of `rubricator.toml`. The values shown are the defaults."""

from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
)

from schemas.languages import primary
from schemas.policy import Overwrite, Trust
from schemas.redaction import compiled
from schemas.web_address import is_web_address

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Cap = Annotated[Decimal, Field(gt=0, le=1_000_000)]  # the ledger counts up to nine million

# The codes of the languages that can be told apart; a test compares them with the model.
TOLD_APART = (
    "af am an ar as az ba be bg bn br bs ca cs cy da de dz el en eo es et eu fa fi fo fr fy ga gd "
    "gl gu ha he hi hr ht hu hy id ig is it ja jv ka kk km kn ko ku ky la lb lg ln lo lt lv mg mk "
    "ml mn mr ms mt my ne nl nn no oc om or pa pl ps pt qu ro ru rw sa se si sk sl sn so sq sr st "
    "sv sw ta te tg th tk tl tr tt ug uk ur uz vi vo wa xh yo zh zu"
)

OFFICIAL = "https://api.anthropic.com"


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("there is no such time zone; write one like Europe/Berlin, or UTC")
    return name


def _known_language(code: str) -> str:
    if primary(code) not in TOLD_APART.split():
        raise ValueError("this is no language that can be told; write codes like en or pt-BR")
    return code


def _sound_pattern(pattern: str) -> str:
    compiled(pattern)
    return pattern


def _web_address(url: str) -> str:
    if not is_web_address(url):
        raise ValueError(
            "this is no web address; write one like https://proxy.example/claude, without ? or #"
        )
    return url


class Section(BaseModel):
    """A part of the file: unknown keys are errors, values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*")
    @classmethod
    def _has_no_null(cls, value: Any) -> Any:  # noqa: ANN401 - of any field
        """No file, address or name has one, and the system's calls raise where they meet it."""
        if isinstance(value, str) and "\0" in value:
            raise ValueError("this has a null character in it; remove that")
        return value


class ClaudeSettings(Section):
    """How Claude is asked. A secret is only ever named."""

    model: str = "claude-haiku-5-5"
    escalate: tuple[str, ...] = ("effort",)
    fallback: str = ""
    base_url: Annotated[str, AfterValidator(_web_address)] = OFFICIAL
    key_env: str = "ANTHROPIC_API_KEY"
    key_file: str = ""
    key_block: str = ""
    concurrency: Annotated[int, Field(ge=1, le=256)] = 16
    requests_per_minute: Annotated[int, Field(ge=0, le=100_000)] = 0
    max_article_tokens: Annotated[int, Field(ge=200, le=90_000)] = 8000


class BudgetSettings(Section):
    """What may be spent, in USD."""

    per_run_usd: Cap = Decimal("1.00")
    per_day_usd: Cap = Decimal("2.00")
    per_month_usd: Cap = Decimal("30.00")


class SiteSettings(Section):
    """One site: what may be done to it, whatever its system; each system adds what it needs.

    `secrets` are the names of what must be known to open it: of each, a setting with `_env`,
    `_file` or `_block` behind its name says where it is. `on_this_machine` is a system that can
    be looked at before a run, since nobody is called for it.
    """

    secrets: ClassVar[tuple[str, ...]] = ()
    on_this_machine: ClassVar[bool] = False

    name: Name
    connector: str
    trust: Trust = Trust.AUTOPILOT
    overwrite: Overwrite = Overwrite.OURS
    delivery: Literal["messages"] = "messages"
    languages: tuple[Annotated[str, AfterValidator(_known_language)], ...] = ()
    timezone: Annotated[str, AfterValidator(_known_zone)] = "UTC"
    exclude: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    redact: tuple[Annotated[str, AfterValidator(_sound_pattern)], ...] = ()
    failure_share: Annotated[float, Field(gt=0, le=1)] = 0.2

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of dates that name none."""
        return ZoneInfo(self.timezone)


class Settings(Section):
    """The whole configuration; the sites' types are those of their systems."""

    database_url: str = "sqlite:///rubricator.db"
    claude: ClaudeSettings = ClaudeSettings()
    budget: BudgetSettings = BudgetSettings()
    sites: Annotated[tuple[SiteSettings, ...], Field(min_length=1)]
