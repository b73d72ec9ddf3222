package slack

import (
	"archive/zip"
	"compress/flate"
	"errors"
	"fmt"
	"io"

	"rounds/inbox"
)

// day reads one day file, record by record.
type day struct {
	export  *Export
	file    int // its index
	src     io.ReadCloser
	list    *list
	reader  *recordReader
	record  record
	records int // read so far, good or bad

	strange map[string]int // why records were left out, and how many
	reasons []string       // the keys of strange, as they came
	broken  string         // why the file ends early
	told    bool           // broken has been reported
}

// openDay opens a file of messages. One that cannot be opened is an empty day
// with a reason: the others are still good.
func openDay(e *Export, file int) *day {
	f := e.files[file]
	d := &day{export: e, file: file, reader: newRecordReader(), strange: map[string]int{}}
	src, err := f.open()
	if err != nil {
		d.broken = "could not be opened: " + err.Error()
		d.list = newList(nil, nil, 0)
		return d
	}
	d.src = &bounded{ReadCloser: src, left: e.bound.day + 1}
	if e.buf == nil {
		e.buf = make([]byte, 0, 256<<10)
	}
	d.list = newList(d.src, e.buf, e.bound.record)
	return d
}

func (d *day) close() error {
	// A buffer that one huge record made grow is not kept for the others.
	if cap(d.list.buf) <= 1<<20 && d.list.buf != nil {
		d.export.buf = d.list.buf[:0]
	}
	if d.src == nil {
		return nil
	}
	// An archive tells of a wrong checksum on closing too; the records were
	// read, and next has told.
	if err := d.src.Close(); err != nil && d.broken == "" {
		return fmt.Errorf("close %q: %w", d.export.files[d.file].name, err)
	}
	return nil
}

// pass skips the records that an earlier page held.
func (d *day) pass(records int) {
	for d.records < records && d.broken == "" {
		if _, err := d.list.next(); err != nil {
			d.stop(err)
			return
		}
		d.records++
	}
}

// next returns the next message and whether it is wanted. Its error is io.EOF
// and nothing else: what went wrong is told among the skipped.
func (d *day) next() (inbox.Message, bool, error) {
	if d.broken != "" {
		return inbox.Message{}, false, io.EOF
	}
	raw, err := d.list.next()
	if err != nil {
		d.stop(err)
		return inbox.Message{}, false, io.EOF
	}
	d.records++
	if err := d.reader.read(raw, &d.record); err != nil {
		d.skip(err)
		return inbox.Message{}, false, nil
	}
	m, err := d.record.message(d.export.files[d.file].channel, d.export.who)
	if err != nil {
		d.skip(err)
		return m, false, nil
	}
	return m, !m.SentAt.Before(d.export.opts.Since), nil
}

// skip counts a record that was left out. Reasons may quote what they found,
// so only so many of them are told apart.
func (d *day) skip(why error) {
	reason := why.Error()
	if _, ok := d.strange[reason]; !ok {
		if len(d.reasons) >= 20 {
			reason = "is wrong in yet another way"
		}
		if d.strange[reason] == 0 {
			d.reasons = append(d.reasons, reason)
		}
	}
	d.strange[reason]++
}

// stop remembers why the file could not be read further.
func (d *day) stop(err error) {
	if d.broken != "" || errors.Is(err, io.EOF) {
		return
	}
	n := count(d.records, "message")
	switch {
	case errors.Is(err, errCut):
		d.broken = "cut off after " + n
	case errors.Is(err, errEmpty):
		d.broken = "is empty"
	case errors.Is(err, errNoList):
		d.broken = "is not a list of messages"
	case errors.Is(err, errUTF16):
		d.broken = "is written in UTF-16, not UTF-8"
	case errors.Is(err, errGarbled):
		d.broken = "is not JSON any more after " + n
	case errors.Is(err, errHuge):
		d.broken = fmt.Sprintf("holds something larger than %d bytes after %s", d.export.bound.record, n)
	default:
		d.broken = readTrouble(err, d.export.bound.day) + " after " + n
	}
}

// readTrouble is a sentence for what an archive's reader says.
func readTrouble(err error, bound int64) string {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, errBomb):
		return fmt.Sprintf("unpacks to more than %d bytes: left", bound)
	case errors.Is(err, zip.ErrFormat):
		return "holds more than the archive declares: left"
	case errors.Is(err, zip.ErrChecksum):
		return "is damaged (its checksum is wrong)"
	case errors.As(err, &corrupt):
		return "is damaged (it does not unpack)"
	}
	return "cannot be read (" + err.Error() + ")"
}

// takeSkipped tells what was left out since it was last asked.
func (d *day) takeSkipped() []inbox.Skip {
	name := d.export.files[d.file].name
	var out []inbox.Skip
	for _, reason := range d.reasons {
		out = append(out, inbox.Skip{Where: name, Why: count(d.strange[reason], "record") + " left out: " + reason})
	}
	if d.broken != "" && !d.told {
		out = append(out, inbox.Skip{Where: name, Why: d.broken})
		d.told = true
	}
	clear(d.strange)
	d.reasons = d.reasons[:0]
	return out
}

// count is a number and a noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
