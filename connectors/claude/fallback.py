"""Which models still answer, and what takes over from one that does not."""

from schemas.call import Course, Outcome, Trouble

GIVEN_UP = 3  # requests in a row, each after all its tries: then a model is asked no more


class Models:
    """The models of one run, and the one that others fall back on; "" for none.

    Without a fallback nothing is changed: a model that is not there stops the run, and one that
    is overloaded fails the article.
    """

    def __init__(self, fallback: str) -> None:
        self._fallback = fallback
        self._given_up: dict[str, int] = {}
        self.down: dict[str, Trouble] = {}

    def judged(self, model: str, outcome: Outcome, *, at_once: bool) -> Outcome:
        """The outcome, with the course that there is a fallback to take.

        `at_once` says that waiting for the model is out of the question.
        """
        if not isinstance(outcome, Trouble):
            self._given_up[model] = 0
            return outcome
        if not outcome.model_fails or self._fallback in {"", model}:
            return outcome
        gone = at_once or outcome.course is Course.STOP
        outcome = outcome.model_copy(update={"course": Course.FALL_BACK})
        self._given_up[model] = self._given_up.get(model, 0) + 1
        if gone or self._given_up[model] >= GIVEN_UP:
            self.down.setdefault(model, outcome)
        return outcome
