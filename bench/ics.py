"""Plans a year in several zones, lets Rounds write it as a calendar file, and
reads that as other programs do. bench/ics.sh runs it.

Every event must be at the clock that was planned, in its zone as the file
explains it, on both sides of every turn of the clocks; and the instant that
comes of it must be the one that the system's own time zones make of it, and
the one at which Rounds would publish.
"""

import collections
import datetime as dt
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import zoneinfo

import dateutil
import icalendar
from dateutil import rrule, tz

try:
    import recurring_ical_events
except ImportError:
    recurring_ical_events = None

HOME = "Europe/Berlin"
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu", "America/Santiago", "UTC"]
TEXTS = [
    "Commas, semicolons; and a \\ backslash, \\n that is no line",
    "Two\nlines\n\nand a third: with a colon",
    "👩‍👩‍👧‍👦 families, naïve café, 日本語のメッセージ",
    "long " * 60 + "end",
    "é" * 200,
    '"quoted" ^ caret, %25 and <b>markup</b> END:VEVENT',
    "BEGIN:VEVENT\nUID:not-one",
]

wrong = []


def check(holds, *words):
    if not holds:
        wrong.append(" ".join(str(word) for word in words))


def turns(zone, year):
    """The days of a year from October on, and of the next until May, on which a zone's clocks turn."""
    at, days = dt.datetime(year, 9, 1, tzinfo=dt.timezone.utc), []
    while at.year == year or at.month < 6:
        later = at + dt.timedelta(hours=1)
        if at.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
            days.append(later.astimezone(zone).date())
        at = later
    return days


def plan(folder, year):
    """Writes a plan, and returns what each post says, by its id."""
    posts = {}

    def post(key, text, when, zone, **front):
        posts[key] = {"text": text, "when": when, "zone": zone, **front}
        lines = ["---", f"id: {key}", f"title: {json.dumps(key + ': ' + text[:30], ensure_ascii=False)}"]
        if when:
            lines += [f"when: {when:%Y-%m-%d %H:%M}", f"zone: {zone}"]
        lines += [f"{name}: {value}" for name, value in front.items()]
        lines += ["channels: [slack/#general]", "status: scheduled", "---", "", text, ""]
        posts[key]["title"] = (key + ": " + text[:30]).strip()
        (folder / str(year) / f"{key}.md").write_text("\n".join(lines), encoding="utf-8", newline="")

    (folder / str(year)).mkdir(parents=True)
    (folder / "plan.yaml").write_text(f"zone: {HOME}\napproval: none\n", encoding="utf-8")
    n = 0
    for name in ZONES:
        zone = zoneinfo.ZoneInfo(name)
        for day in turns(zone, year) or [dt.date(year, 10, 25)]:
            for beside in (-1, 0, 1):
                for clock in (dt.time(0, 0), dt.time(1, 30), dt.time(2, 30), dt.time(9, 0), dt.time(23, 45)):
                    n += 1
                    post(f"once-{n}", TEXTS[n % len(TEXTS)], dt.datetime.combine(day + dt.timedelta(beside), clock), name)
        first = dt.datetime(year, 9, 7, 9, 0)
        skip = [first + dt.timedelta(days=7 * weeks) for weeks in range(60)]
        monday = (7 - first.weekday()) % 7
        silent = ", ".join(f"{day + dt.timedelta(monday):%Y-%m-%d}" for day in (skip[3], skip[9], skip[29]))
        slug = name.replace("/", "-").replace("_", "-").lower()
        post(f"weekly-{slug}", TEXTS[0], first, name, recurrence="FREQ=WEEKLY;BYDAY=MO,TH", **{"except": f"[{silent}]"})
        post(f"until-{slug}", TEXTS[1], first, name, recurrence=f"FREQ=DAILY;INTERVAL=3;UNTIL={year + 1}0401")
        post(f"monthly-{slug}", TEXTS[2], first.replace(hour=17), name, recurrence="FREQ=MONTHLY;BYDAY=-1FR;COUNT=9")
        post(f"evening-{slug}", TEXTS[3], first.replace(hour=23, minute=30), name, recurrence="FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,SA;WKST=SU")
        post(f"last-{slug}", TEXTS[4], first.replace(hour=8), name, recurrence="FREQ=MONTHLY;BYMONTHDAY=-1")
    post("idea", TEXTS[5], None, None)
    post("thought", TEXTS[6], None, None)
    return posts


def unfolded(data):
    """Reads the lines of a file strictly: RFC 5545, 3.1."""
    check(data.endswith(b"\r\n"), "the file does not end in CR LF")
    check(b"\n" not in data.replace(b"\r\n", b"") and b"\r" not in data.replace(b"\r\n", b""), "a line does not end in CR LF")
    for line in data.split(b"\r\n"):
        check(len(line) <= 75, "a line of", len(line), "octets:", line)
        try:
            line.decode()
        except UnicodeDecodeError:
            check(False, "a line is folded within a letter:", line)
    lines = re.sub(b"\r\n[ \t]", b"", data).decode().split("\r\n")[:-1]
    for line in lines:
        check(not re.search("[\x00-\x08\x0a-\x1f\x7f]", line), "a control character:", repr(line))
        check(re.match(r"[A-Za-z0-9-]+[:;]", line), "no property:", repr(line))
    return lines


ONCE = ["UID", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "DUE", "SUMMARY", "DESCRIPTION", "STATUS", "URL", "RRULE", "CLASS", "CREATED", "LOCATION", "PRIORITY", "SEQUENCE"]


def components(lines):
    """What stands between each BEGIN and END, as (kind, [(name, parameters, value)]); balanced."""
    open_, done = [], []
    for line in lines:
        head, _, value = re.match(r'((?:[^":]|"[^"]*")*)(:)(.*)', line).groups()
        name, *parameters = head.split(";")
        name = name.upper()
        if name == "BEGIN":
            open_.append((value, []))
        elif name == "END":
            check(open_ and open_[-1][0] == value, "END without its BEGIN:", value)
            done.append(open_.pop())
        else:
            open_[-1][1].append((name, dict(p.split("=", 1) for p in parameters), value))
    check(not open_, "BEGIN without its END")
    return done


def rules(lines):
    """Checks what RFC 5545 asks of each component."""
    all_ = components(lines)
    check([kind for kind, _ in all_].count("VCALENDAR") == 1, "not one VCALENDAR")
    explained = {v for kind, props in all_ if kind == "VTIMEZONE" for n, _, v in props if n == "TZID"}
    uids = collections.Counter(v for kind, props in all_ for n, _, v in props if n == "UID")
    check(not [uid for uid, times in uids.items() if times > 1], "a UID comes twice")
    for kind, props in all_:
        count = collections.Counter(name for name, _, _ in props)
        value = {name: (parameters, value) for name, parameters, value in props}
        for name, parameters, _ in props:
            check("TZID" not in parameters or parameters["TZID"] in explained, "no VTIMEZONE for", parameters.get("TZID"))
        if kind == "VCALENDAR":
            check(count["PRODID"] == 1 and count["VERSION"] == 1 and value["VERSION"][1] == "2.0", "PRODID and VERSION")
        elif kind in ("STANDARD", "DAYLIGHT"):
            check(count["DTSTART"] == count["TZOFFSETFROM"] == count["TZOFFSETTO"] == 1, kind, "lacks something")
            check(re.fullmatch(r"\d{8}T\d{6}", value["DTSTART"][1]), kind, "begins at", value["DTSTART"][1])
            for name in ("TZOFFSETFROM", "TZOFFSETTO"):
                check(re.fullmatch(r"[+-]\d{4}(\d\d)?", value[name][1]) and value[name][1] != "-0000", name, value[name][1])
        elif kind == "VTIMEZONE":
            check(count["TZID"] == 1, "a zone without a name")
        elif kind in ("VEVENT", "VTODO"):
            check(count["UID"] == 1 and count["DTSTAMP"] == 1, "UID and DTSTAMP of", value.get("UID"))
            check(kind == "VTODO" or count["DTSTART"] == 1, "DTSTART of", value["UID"])
            check(not (count["DTEND"] and count["DURATION"]), "DTEND and DURATION in", value["UID"])
            check(kind == "VEVENT" or not count["DURATION"] or count["DTSTART"], "DURATION without DTSTART in", value["UID"])
            for name in ONCE:
                check(count[name] <= 1, count[name], name, "in", value["UID"])
            check(re.fullmatch(r"\d{8}T\d{6}Z", value["DTSTAMP"][1]), "DTSTAMP", value["DTSTAMP"])
            until = re.search(r"UNTIL=([^;]*)", value.get("RRULE", ({}, ""))[1])
            check(not until or re.fullmatch(r"\d{8}T\d{6}Z", until.group(1)), "UNTIL", until and until.group(1))
            for name, parameters, _ in props:
                check(name != "EXDATE" or parameters == value["DTSTART"][0], "EXDATE is of another kind than DTSTART in", value["UID"])


def texts(lines):
    """What SUMMARY and DESCRIPTION of each UID say, by RFC 5545, 3.3.11."""
    said = {}
    for kind, props in components(lines):
        if kind in ("VEVENT", "VTODO"):
            value = {name: re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], text) for name, _, text in props}
            said[value["UID"].removesuffix("@rounds")] = value["SUMMARY"], value["DESCRIPTION"]
    return said


def explanations(lines):
    """The zones as dateutil understands what the file says of them."""
    text, inside = [], False
    for line in lines:
        inside = inside or line == "BEGIN:VTIMEZONE"
        if inside:
            text.append(line)
        inside = inside and line != "END:VTIMEZONE"
    if not text:
        return {}
    read = tz.tzical(io.StringIO("\r\n".join(text)))
    return {name: read.get(name) for name in read.keys()}


def start(event, zones):
    """When an event begins, with its zone as the file explains it."""
    begins = event["DTSTART"]
    at = begins.dt.replace(tzinfo=None)
    name = begins.params.get("TZID")
    return at.replace(tzinfo=zones[name] if name else tz.UTC)


def occurrences(event, zones, end):
    """The times of an event until some time."""
    first = start(event, zones)
    if "RRULE" not in event:
        return [first]
    silent = set()
    listed = event.get("EXDATE", [])
    for one in listed if isinstance(listed, list) else [listed]:
        silent |= {date.dt.replace(tzinfo=None) for date in one.dts}
    rule = event["RRULE"].to_ical().decode()
    times = []
    for at in rrule.rrulestr(rule, dtstart=first):
        if at.replace(tzinfo=None) >= end:
            break
        if at.replace(tzinfo=None) not in silent:
            times.append(at)
    return times


def rounds(program, work, *args):
    env = {"HOME": str(work), "PATH": os.environ["PATH"], "TZ": HOME, "LANG": "C.UTF-8", "TMPDIR": str(work)}
    done = subprocess.run([program, "--db", str(work / "rounds.db"), *args], env=env, cwd=work, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"rounds {' '.join(args)} ended with {done.returncode}: {done.stdout.decode()}{done.stderr.decode()}")
    return done.stdout.decode()


def due(program, work, year):
    """When Rounds would publish, by post: {id: {(clock, instant)}}."""
    all_ = collections.defaultdict(set)
    for first, last in (f"{year}-09-10", f"{year + 1}-01-31"), (f"{year + 1}-02-01", f"{year + 1}-05-20"):
        for item in json.loads(rounds(program, work, "calendar", "--from", first, "--to", last, "--json")):
            all_[item["key"]].add((item["when"], item["at"]))
    return all_


def main(program, work):
    year = dt.date.today().year + 1
    work = pathlib.Path(work)
    posts = plan(work / "plan", year)
    rounds(program, work, "plan", "export", "plan.ics")
    data = (work / "plan.ics").read_bytes()
    lines = unfolded(data)
    rules(lines)
    file = icalendar.Calendar.from_ical(data)
    for part in file.walk():
        check(not part.errors, "icalendar cannot read", part.name, part.errors)
    zones = explanations(lines)
    for zone in file.walk("VTIMEZONE"):
        zone.to_tz()
    published = due(program, work, year)
    window = (dt.datetime(year, 9, 12), dt.datetime(year + 1, 5, 18))
    said = texts(lines)
    for key, want in posts.items():
        check(said.get(key) == (want["title"], want["text"]), key, "says", said.get(key))
    todos = {str(part["UID"]).removesuffix("@rounds") for part in file.walk("VTODO")}
    check(todos == {key for key, p in posts.items() if not p["when"]}, "to-dos:", todos)
    events = {str(part["UID"]).removesuffix("@rounds"): part for part in file.walk("VEVENT")}
    check(set(events) == {key for key, p in posts.items() if p["when"]}, "events:", set(posts) ^ set(events))
    times = instants = 0
    for key, event in events.items():
        want, zone = posts[key], zoneinfo.ZoneInfo(posts[key]["zone"])
        if "\\n" not in want["text"]:  # which icalendar 4 takes for a new line although it is escaped
            check((str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (want["title"], want["text"]), key, "says to icalendar", event["DESCRIPTION"])
        got = set()
        for at in occurrences(event, zones, window[1] + dt.timedelta(2)):
            utc = at.astimezone(tz.UTC).replace(tzinfo=None)
            local = utc.replace(tzinfo=dt.timezone.utc).astimezone(zone).replace(tzinfo=None)
            clock = at.replace(tzinfo=None)
            if at.tzinfo is not tz.UTC:  # the system's zones say the same as the file's
                check(local == clock, key, "is at", clock, "by the file, and at", local, "by the system's", want["zone"])
            check(at.tzinfo is tz.UTC or "RRULE" in event or clock == want["when"], key, "is at", clock, "and was planned for", want["when"])
            check(at.tzinfo is tz.UTC or (clock.hour, clock.minute) == (want["when"].hour, want["when"].minute), key, "comes at", clock)
            if window[0] <= utc <= window[1]:
                got.add(f"{utc:%Y-%m-%dT%H:%M:%SZ}")
                times += 1
        planned = {at for _, at in published.get(key, ()) if f"{window[0]:%Y-%m-%dT%H:%M:%SZ}" <= at <= f"{window[1]:%Y-%m-%dT%H:%M:%SZ}"}
        check(got == planned, key, "is by the file at", sorted(got - planned)[:5], "and by Rounds at", sorted(planned - got)[:5])
        instants += len(planned)
    other = "not here"
    if recurring_ical_events:
        found = collections.defaultdict(set)
        for one in recurring_ical_events.of(file).between(window[0], window[1]):
            begins = one["DTSTART"].dt
            found[str(one["UID"]).removesuffix("@rounds")].add(f"{begins.astimezone(dt.timezone.utc):%Y-%m-%dT%H:%M:%SZ}")
        for key in events:
            # It reads UNTIL by the offset of the first time: of a series that ends by
            # another clock it may miss the last.
            least = {max(published[key])[1]} if key.startswith("until-") else set()
            inner = {at for _, at in published.get(key, ()) if f"{window[0] + dt.timedelta(2):%Y-%m-%d}" <= at <= f"{window[1] - dt.timedelta(2):%Y-%m-%d}"}
            check(inner - least <= found[key], key, "lacks in recurring_ical_events", sorted(inner - found[key])[:5])
        other = str(sum(len(all_) for all_ in found.values())) + " times"
    print(f"{len(data)} bytes, {len(events)} events and {len(todos)} to-dos in {len(ZONES)} zones of {year}/{year + 1}")
    print(f"icalendar {icalendar.__version__}, dateutil {dateutil.__version__}: {times} times, of Rounds {instants}; recurring_ical_events: {other}")
    for one in wrong[:40]:
        print("wrong:", one)
    sys.exit(f"{len(wrong)} things are wrong" if wrong else 0)


main(*sys.argv[1:])
