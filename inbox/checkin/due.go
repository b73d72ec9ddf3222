package checkin

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"rounds/inbox/metrics"
)

// Due is when the target for an answer to something said at a time is missed,
// in hours at work. Without a target there is no such time.
func Due(opened time.Time, target time.Duration, hours metrics.Hours, zone *time.Location) time.Time {
	if target <= 0 {
		return time.Time{}
	}
	return hours.After(opened, target, zone)
}

// LateAfter is how long ago something must have been said for its target to be
// missed now; 0 without a target.
func LateAfter(now time.Time, target time.Duration, hours metrics.Hours, zone *time.Location) time.Duration {
	if target <= 0 {
		return 0
	}
	const longest = 366 * 24 * time.Hour
	minutes := sort.Search(int(longest/time.Minute), func(n int) bool {
		return !Due(now.Add(-time.Duration(n)*time.Minute), target, hours, zone).After(now)
	})
	return time.Duration(minutes) * time.Minute
}

// Remains is how much time at work is left until due; less than nothing is by how
// much it was missed.
func Remains(now, due time.Time, hours metrics.Hours, zone *time.Location) time.Duration {
	if now.After(due) {
		return -hours.Between(due, now, zone)
	}
	return hours.Between(now, due, zone)
}

// Rest is whether nobody is at work now, and if so when that ends.
func Rest(now time.Time, hours metrics.Hours, zone *time.Location) (quiet bool, opens time.Time) {
	if hours.Open(now, zone) {
		return false, time.Time{}
	}
	return true, hours.Opens(now, zone)
}

// ByRisk orders questions: whose target is missed first, then who has waited
// longer. What has no target comes last.
func ByRisk(items []Item) {
	slices.SortStableFunc(items, func(a, b Item) int {
		if a.Due.IsZero() != b.Due.IsZero() {
			return before(!a.Due.IsZero())
		}
		return cmp.Or(a.Due.Compare(b.Due), a.At.Compare(b.At), cmp.Compare(a.Key, b.Key))
	})
}

// ByPromise orders newcomers: who may be a spammer comes last, who has been greeted
// elsewhere behind those whom nobody has, those who have said something ahead of
// those who have not, and of these the one who has waited longest first.
func ByPromise(items []Item) {
	slices.SortStableFunc(items, func(a, b Item) int {
		x, y := a.Hello, b.Hello
		return cmp.Or(
			after(len(x.Suspect) > 0, len(y.Suspect) > 0),
			after(x.By != "", y.By != ""),
			after(x.Said == 0, y.Said == 0),
			a.At.Compare(b.At), cmp.Compare(a.Key, b.Key))
	})
}

// PutOffLast moves what was put off today behind the rest.
func PutOffLast(items []Item) {
	slices.SortStableFunc(items, func(a, b Item) int { return after(a.Skipped, b.Skipped) })
}

// before is the order of two of which one is first.
func before(first bool) int {
	if first {
		return -1
	}
	return 1
}

// after is the order of two of which whoever is so comes later.
func after(a, b bool) int {
	if a == b {
		return 0
	}
	return before(b)
}
