"""What tags say about a way."""

from __future__ import annotations

from collections import Counter

import pytest

from network.graph.road_graph import HIGHWAY_CLASSES, PieceFlag
from network.osm.tags import parse_way
from network.osm.values import parse_duration_s, parse_quantity, parse_speed_kph


def facts(**tags):
    found = parse_way({"highway": "primary"} | {k.replace("__", ":"): v for k, v in tags.items()}, Counter())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "kph"),
    [
        ("60", 60.0),
        ("60 km/h", 60.0),
        ("30 mph", 48.28032),
        ("10 knots", 18.52),
        ("80; 50", 50.0),
        ("CN:urban", 50.0),
        ("CN:rural", 70.0),
        ("CN:motorway", 120.0),
        ("DE:urban", 50.0),
        ("DE:zone:30", 30.0),
        ("DE:zone30", 30.0),
        ("FR:rural", 0.0),
        ("none", 130.0),
        ("walk", 7.0),
        ("signals", 0.0),
    ],
)
def test_speed_limits_are_read_in_kph(text, kph):
    assert parse_speed_kph(text) == pytest.approx(kph)


@pytest.mark.parametrize(
    "text",
    ["fast", "", "-50", "0", "1000", "50 furlongs", "六十", "50;fast", "9" * 5000, "DE:zone:9999", "CN:0"],
)
def test_a_nonsense_limit_is_no_limit_and_is_counted(text):
    unread = Counter()
    way = parse_way({"highway": "primary", "maxspeed": text}, unread)
    assert way.forward_kph == way.backward_kph == 0.0
    assert unread["maxspeed"] == 2, "once per direction"


def test_each_direction_has_its_own_limit():
    way = facts(maxspeed="60", maxspeed__backward="40")
    assert (way.forward_kph, way.backward_kph) == (60.0, 40.0)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("3.5", "t", 3.5),
        ("3,5 t", "t", 3.5),
        ("7500 kg", "t", 7.5),
        ("10 st", "t", 9.0718474),
        ("8000 lbs", "t", 3.62873896),
        ("3.2", "m", 3.2),
        ("3.2 m", "m", 3.2),
        ("320 cm", "m", 3.2),
        ("13'0\"", "m", 3.9624),
        ("12 ft", "m", 3.6576),
        ("12'6\"", "m", 3.81),
        ("default", "m", 0.0),
        ("none", "t", 0.0),
    ],
)
def test_dimensions_are_read_with_their_units(text, unit, value):
    assert parse_quantity(text, unit) == pytest.approx(value)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("maxweight", "heavy"),
        ("maxweight", "-5"),
        ("maxweight", "0"),
        ("maxheight", "3500"),
        ("maxheight", "9" * 400 + "'"),
        ("maxwidth", "2 t"),
    ],
)
def test_an_impossible_dimension_counts_as_absent(key, text):
    unread = Counter()
    way = parse_way({"highway": "primary", key: text}, unread)
    assert way.maxweight_t == way.maxheight_m == way.maxwidth_m == 0.0
    assert unread[key] == 1


def test_the_lower_of_two_weight_limits_counts():
    assert facts(maxweight="20", maxweightrating="7.5").maxweight_t == 7.5


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:20", 1200),
        ("1:30:15", 5415),
        ("45", 2700),
        ("PT1H30M", 5400),
        ("P1DT1S", None),
        ("soon", None),
        ("0", None),
        ("²", None),
        ("9" * 5000, None),
    ],
)
def test_ferry_durations_are_read_in_seconds(text, seconds):
    assert parse_duration_s(text) == seconds


@pytest.mark.parametrize(
    ("tags", "forward", "backward"),
    [
        ({}, True, True),
        ({"oneway": "yes"}, True, False),
        ({"oneway": "-1"}, False, True),
        ({"oneway": "alternating"}, True, True),
        ({"junction": "roundabout"}, True, False),
        ({"junction": "roundabout", "oneway": "no"}, True, True),
        ({"highway": "motorway"}, True, False),
        ({"highway": "motorway", "oneway": "no"}, True, True),
        ({"highway": "motorway", "oneway": "-1"}, False, True),
        ({"oneway": "yes", "oneway:motor_vehicle": "no"}, True, True),
        ({"motor_vehicle:backward": "no"}, True, False),
    ],
)
def test_directions(tags, forward, backward):
    way = parse_way({"highway": "primary"} | tags, Counter())
    assert (way.forward, way.backward) == (forward, backward)


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "footway"},
        {"highway": "pedestrian", "access": "yes"},
        {"highway": "construction"},
        {"highway": "services"},
        {"highway": "primary", "access": "no"},
        {"highway": "track", "motor_vehicle": "forestry"},
        {"highway": "primary", "oneway": "reversible"},
        {"highway": "service", "area": "yes"},
        {"route": "ferry", "foot": "yes"},
        {"route": "ferry", "motor_vehicle": "no"},
        {"waterway": "river"},
    ],
)
def test_what_no_motor_vehicle_may_drive_is_left_out(tags):
    assert parse_way(tags, Counter()) is None


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "service"},
        {"highway": "track"},
        {"highway": "road"},
        {"highway": "pedestrian", "motor_vehicle": "delivery"},
        {"highway": "primary", "access": "no", "motor_vehicle": "yes"},
        {"highway": "residential", "access": "private"},
        {"route": "ferry"},
        {"route": "ferry", "foot": "yes", "motor_vehicle": "yes"},
        {"highway": "unclassified;tertiary"},
    ],
)
def test_what_some_motor_vehicle_may_drive_is_kept(tags):
    assert parse_way(tags, Counter()) is not None


@pytest.mark.parametrize(
    ("tags", "flag"),
    [
        ({"hgv": "no"}, PieceFlag.NO_HGV),
        ({"motorcar": "no"}, PieceFlag.CLOSED_TO_CARS),
        ({"hazmat": "no"}, PieceFlag.NO_HAZMAT),
        ({"access": "private"}, PieceFlag.DESTINATION_ONLY),
        ({"motor_vehicle": "destination"}, PieceFlag.DESTINATION_ONLY),
        ({"toll": "yes"}, PieceFlag.TOLL),
        ({"bridge": "viaduct"}, PieceFlag.BRIDGE),
        ({"tunnel": "yes"}, PieceFlag.TUNNEL),
        ({"surface": "gravel"}, PieceFlag.UNPAVED),
        ({"tracktype": "grade4"}, PieceFlag.UNPAVED),
        ({"maxspeed": "CN:urban"}, PieceFlag.URBAN),
        ({"junction": "roundabout"}, PieceFlag.ROUNDABOUT),
    ],
)
def test_facts_become_flags(tags, flag):
    assert facts(**tags).flags == flag


@pytest.mark.parametrize(
    "tags",
    [{"bridge": "no"}, {"tunnel": "culvert"}, {"surface": "asphalt", "tracktype": "grade5"}, {"hgv": "yes"}],
)
def test_facts_that_change_nothing_set_no_flag(tags):
    assert facts(**tags).flags == 0


def test_the_more_specific_access_key_wins():
    assert facts(access="no", vehicle="no", motor_vehicle="yes", hgv="no").flags == PieceFlag.NO_HGV


def test_an_unknown_access_value_is_counted_and_left_open():
    unread = Counter()
    assert parse_way({"highway": "primary", "access": "whoever"}, unread) is not None
    assert unread["access"] == 2, "once for cars, once for trucks"


def test_a_way_without_a_name_goes_by_its_ref():
    assert facts(ref="G320").name == "G320"
    assert facts(ref="G320", name="沪昆线").name == "沪昆线"


def test_ferries_have_a_class_of_their_own():
    way = parse_way({"route": "ferry", "duration": "00:10"}, Counter())
    assert HIGHWAY_CLASSES[way.highway] == "ferry"
    assert way.duration_s == 600
    assert way.flags == PieceFlag.FERRY


_NONSENSE = (
    *("", " ", ":", ";", "50;", "no;yes", "yes\n", "\x00", "CN:", "CN:zone:", "P", "PT", "00:00:00"),
    *("²", "٥٠", "限速六十", "NaN", "inf", "-1", "0.0", "1e999", "1." + "0" * 400),
    *("9" * 400, "9" * 5000, "9" * 400 + "'", "5'" + "9" * 400, "PT" + "9" * 5000 + "H"),
)


@pytest.mark.parametrize("kind", [{"highway": "primary"}, {"route": "ferry"}])
@pytest.mark.parametrize(
    "key",
    ["maxspeed", "maxspeed:forward", "maxspeed:type", "maxweight", "maxheight", "maxwidth", "maxlength",
     "maxaxleload", "duration", "oneway", "access", "hgv", "junction", "surface", "zone:traffic"],
)  # fmt: skip
def test_whatever_stands_on_the_map_is_a_fact_within_bounds_or_none(key, kind):
    for text in _NONSENSE:
        way = parse_way(kind | {key: text}, Counter())
        if way is not None:
            assert 0 <= way.forward_kph <= 200, text
            assert 0 <= way.backward_kph <= 200, text
            assert 0 <= way.maxweight_t <= 200, text
            assert 0 <= way.maxheight_m <= 20, text
            assert 0 <= way.duration_s <= 86_400, text
