"""The fictitious service: the same for a seed, and of a service's shape."""

import numpy as np
import pytest

from irdp.examples import fictitious_service


@pytest.fixture(scope="module")
def service():
    return fictitious_service(20_000, seed=5)


def test_the_same_for_a_seed():
    first, second, other = (fictitious_service(300, seed=s) for s in (1, 1, 2))
    for name, columns in first.tables().items():
        for column, values in columns.items():
            again = second.tables()[name][column]
            assert values.dtype == again.dtype
            assert [str(v) for v in values] == [str(v) for v in again]
    assert len(first.visites["date"]) != len(other.visites["date"])


@pytest.mark.parametrize("n", [1, 30])
def test_small_services_exist(n):
    tables = fictitious_service(n, years=(2026, 2026)).tables()
    for columns in tables.values():
        assert len({len(values) for values in columns.values()}) == 1


def test_shares_are_those_of_public_figures(service):
    visites, suivis = service.visites, service.suivis
    kinds = np.array([t.split("|") for t in visites["type"]], dtype=object)
    medical = visites["type"] != "liaison"
    before = np.array(["prereprise" in k for k in kinds])
    assert before.sum() / medical.sum() == pytest.approx(0.06, abs=0.01)
    unfit = visites["avis_inaptitude"] == "oui"
    assert unfit.sum() / 3 / 20_000 == pytest.approx(0.008, abs=0.001)
    nurses = (visites["professionnel"] == "idest").sum() / medical.sum()
    assert nurses == pytest.approx(0.4, abs=0.05)
    _, sizes = np.unique(suivis["etablissement"], return_counts=True)
    assert (sizes < 10).mean() == pytest.approx(0.78, abs=0.05)


def test_visits_lie_in_the_years_and_while_followed(service):
    visites, suivis = service.visites, service.suivis
    years = visites["date"].astype("datetime64[Y]").astype(int) + 1970
    assert set(years) == {2024, 2025, 2026}
    entry = dict(zip(suivis["cle_salarie"], suivis["date_entree"], strict=True))
    assert all(
        entry[key] <= day
        for key, day in zip(visites["cle_salarie"], visites["date"], strict=True)
    )
    assert len(set(visites["id_visite"])) == len(visites["id_visite"])
