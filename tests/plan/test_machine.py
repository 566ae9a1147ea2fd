"""One law: kernels, tables and one visit in Python integers give the same integers."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import irdp
from irdp.ops.operations import OPERATIONS
from irdp.plan.tabulate import tabulate


@pytest.mark.parametrize("reference", [d.reference for d in irdp.catalog()])
def test_every_shipped_definition(reference, law):
    program = irdp.load(reference).compiled.program
    machine = tabulate(program)
    rng = np.random.default_rng(5)
    for gaps, n in ((0.02, 3000), (0.3, 3000), (0.0, 50), (1.0, 50)):
        law.hold(machine, law.codes(program, rng, n, gaps), alone=30)


def test_any_chunk_and_no_visit(law, monkeypatch):
    program = irdp.load("epices@1.0.0").compiled.program
    machine = tabulate(program)
    codes = law.codes(program, np.random.default_rng(3), 300)
    for chunk in (1, 7, 300, 301):
        monkeypatch.setattr("irdp.plan.machine.CHUNK", chunk)
        law.hold(machine, codes, alone=0)
    law.hold(machine, {n: c[:0] for n, c in codes.items()})


@pytest.mark.parametrize("op", sorted(OPERATIONS))
def test_any_definition(op, law, strategies):
    @given(st.data())
    @settings(
        deadline=None,
        max_examples=4,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def equal(data):
        drawn = data.draw(strategies.definitions(op=op))
        with tempfile.TemporaryDirectory() as folder:
            asked = Path(folder, "questionnaire-trial-1.0.0.yaml")
            asked.write_text(strategies.to_yaml(drawn.questionnaire), encoding="utf-8")
            path = Path(folder, "scoring-trial-1.0.0.yaml")
            path.write_text(strategies.to_yaml(drawn.scoring), encoding="utf-8")
            program = irdp.load_file(path).compiled.program
        rng = np.random.default_rng(data.draw(st.integers(0, 999)))
        law.hold(tabulate(program), law.codes(program, rng, 400, 0.2), alone=20)

    equal()
