"""The law that holds kernels, tables and one visit to each other; the oracle's draws."""

from types import SimpleNamespace

import numpy as np
import pytest

from irdp.ops.lanes import FIRST, State
from irdp.plan.coding import one
from irdp.plan.one import One
from irdp.plan.verdicts import verdict_row

MASKS = ("proposed", "provisional", "true", "unknown", "skipped")
DAYS = 738_000


def random_codes(program, rng, n, gaps=0.1):
    """Draw the code of every item, with every state that it can have."""
    codes = {}
    for name, spec in program.items.items():
        size, dtype = spec.domain.size, spec.domain.dtype
        low = DAYS if size > DAYS + 3000 else 0
        found = FIRST + rng.integers(low, min(size, low + 100_000), n)
        states = [s for s in State if spec.may_skip or s != State.NOT_APPLICABLE]
        gone = rng.random(n) < gaps
        codes[name] = np.where(gone, rng.choice(states, n), found).astype(dtype)
    return codes


def edge_codes(program):
    """Return three visits: every least value, every greatest one, nothing."""
    return {
        name: np.array([FIRST, FIRST + s.domain.size - 1, 0], s.domain.dtype)
        for name, s in program.items.items()
    }


def hold(machine, codes, alone=50):
    """Hold the machine, and the runner of one visit, to the kernels."""
    program = machine.program
    n = len(next(iter(codes.values())))
    for rejected in (np.arange(n) % 7 == 3, np.zeros(n, np.bool_)):
        lanes, verdicts = program.run(codes, rejected)
        found, judged = machine.run(codes, n, rejected)
        assert list(found) == list(lanes)
        for name, lane in lanes.items():
            assert np.array_equal(found[name].status, lane.status), name
            assert np.array_equal(found[name].values, lane.values), name
        for name, verdict in verdicts.items():
            for mask in MASKS:
                got, want = getattr(judged[name], mask), getattr(verdict, mask)
                assert np.array_equal(got, want), (name, mask)
    single = One.of(machine)
    for row in range(min(alone, n)):
        results, judgements = single.run([int(codes[i][row]) for i in program.items])
        for name, lane in lanes.items():
            assert results[name] == one(lane, row), name
        for name, verdict in verdicts.items():
            wanted = verdict_row(verdict, row)
            assert judgements[name] == wanted, name
            assert verdict_row(judged[name], row) == wanted, name


@pytest.fixture(scope="session")
def law():
    """Return the law, and what draws codes for it."""
    return SimpleNamespace(hold=hold, codes=random_codes, edges=edge_codes)


@pytest.fixture(scope="session")
def strategies(oracle):
    """Return the oracle's strategies."""
    return oracle.strategies


@pytest.fixture
def program_of(tmp_path):
    """Return what compiles the last of some documents, each given as text."""
    from irdp.loading import load_file

    def load(texts):
        for name, text in texts.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return load_file(tmp_path / name).compiled.program

    return load
