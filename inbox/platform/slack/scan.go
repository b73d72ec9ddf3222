package slack

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// An export is a few gigabytes of JSON of which we want a tenth. encoding/json
// looks at every byte three times; this file looks at most of them once, finds
// where things end and leaves the rest alone.

// Why a list of records could not be read to its end.
var (
	errCut     = errors.New("cut off")
	errNoList  = errors.New("not a list of records")
	errGarbled = errors.New("not JSON any more")
	errUTF16   = errors.New("written in UTF-16, not UTF-8")
	errEmpty   = errors.New("empty")
	errHuge    = errors.New("holds a record larger than the limit")
)

// list reads the elements of one JSON array, one at a time, from a stream.
type list struct {
	src    io.Reader
	buf    []byte
	at     int   // of buf, what is not yet handed out
	passed int64 // bytes behind at
	bound  int   // of one element
	begun  bool
	failed error // what src said last
}

// newList reads from src into buf, which it keeps and may replace.
func newList(src io.Reader, buf []byte, bound int) *list {
	return &list{src: src, buf: buf[:0], bound: bound}
}

// next returns the next element, which is good until the next call, or io.EOF
// behind the last.
func (l *list) next() ([]byte, error) {
	if !l.begun {
		if err := l.begin(); err != nil {
			return nil, err
		}
	}
	c, err := l.peek()
	if err == nil && c == ',' {
		l.skip(1)
		c, err = l.peek()
	}
	switch {
	case err != nil:
		return nil, err
	case c == ']':
		return nil, io.EOF
	}
	return l.element()
}

// begin passes the mark that some editors put in front, and the bracket.
func (l *list) begin() error {
	for len(l.buf) < 3 && l.failed == nil {
		l.fill()
	}
	switch {
	case bytes.HasPrefix(l.buf, []byte("\xef\xbb\xbf")):
		l.skip(3)
	case bytes.HasPrefix(l.buf, []byte("\xff\xfe")), bytes.HasPrefix(l.buf, []byte("\xfe\xff")),
		len(l.buf) > 1 && (l.buf[0] == 0) != (l.buf[1] == 0):
		return errUTF16
	}
	c, err := l.peek()
	switch {
	case errors.Is(err, errCut): // after nothing but white space
		return errEmpty
	case err != nil:
		return err
	case c != '[':
		return errNoList
	}
	l.skip(1)
	l.begun = true
	return nil
}

// peek is the next byte that is no white space.
func (l *list) peek() (byte, error) {
	for {
		for l.at < len(l.buf) {
			c := l.buf[l.at]
			if c != ' ' && c != '\n' && c != '\r' && c != '\t' {
				return c, nil
			}
			l.skip(1)
		}
		if l.failed != nil {
			return 0, l.ended()
		}
		l.fill()
	}
}

func (l *list) skip(n int) {
	l.at += n
	l.passed += int64(n)
}

// element returns the value at l.at. A value longer than the buffer is looked
// at again from its start each time that the buffer has doubled, so that the
// work stays in proportion to its length.
func (l *list) element() ([]byte, error) {
	for {
		end := endOfValue(l.buf[l.at:])
		if end == 0 {
			return nil, errGarbled
		}
		if end > 0 {
			element := l.buf[l.at : l.at+end]
			l.skip(end)
			return element, nil
		}
		if l.failed != nil {
			return nil, l.ended()
		}
		if len(l.buf)-l.at > l.bound {
			return nil, errHuge
		}
		l.fill()
	}
}

// ended is why nothing follows.
func (l *list) ended() error {
	if errors.Is(l.failed, io.EOF) || errors.Is(l.failed, io.ErrUnexpectedEOF) {
		return errCut
	}
	return l.failed
}

// fill moves what is left to the front and reads until the buffer is full or
// the source is not willing. A buffer that was full already is doubled.
func (l *list) fill() {
	left := copy(l.buf[:cap(l.buf)], l.buf[l.at:])
	l.buf, l.at = l.buf[:left], 0
	if left == cap(l.buf) {
		l.buf = append(make([]byte, 0, max(2*left, 64<<10)), l.buf...)
	}
	for len(l.buf) < cap(l.buf) && l.failed == nil {
		var n int
		n, l.failed = l.src.Read(l.buf[len(l.buf):cap(l.buf)])
		l.buf = l.buf[:len(l.buf)+n]
	}
}

// endOfValue is the length of the JSON value that b begins with: 0 if it
// begins with none, -1 if b ends before it does. It counts brackets and does
// not check what is between them.
func endOfValue(b []byte) int {
	if len(b) == 0 {
		return -1
	}
	switch b[0] {
	case '"':
		return endOfString(b, 0)
	case '{', '[':
		return endOfBrackets(b)
	}
	for i, c := range b {
		switch c {
		case ',', ']', '}', ' ', '\n', '\r', '\t':
			return i
		case '"', '{', '[', ':':
			return 0
		}
	}
	return -1
}

// endOfBrackets is the length of the object or array that b begins with.
func endOfBrackets(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			end := endOfString(b, i)
			if end < 0 {
				return -1
			}
			i = end - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

// endOfString is where the string that begins at b[at] ends, or -1. A quote
// behind an odd number of backslashes belongs to it.
func endOfString(b []byte, at int) int {
	for i := at + 1; ; {
		quote := bytes.IndexByte(b[i:], '"')
		if quote < 0 {
			return -1
		}
		i += quote + 1
		slashes := 0
		for k := i - 2; k > at && b[k] == '\\'; k-- {
			slashes++
		}
		if slashes%2 == 0 {
			return i
		}
	}
}

// fields calls f with every key and value of an object, both as written.
func fields(object []byte, f func(key, value []byte) error) error {
	if len(object) < 2 || object[0] != '{' {
		return errors.New("is not an object")
	}
	i := space(object, 1)
	for i < len(object) && object[i] != '}' {
		if object[i] != '"' {
			return errors.New("is not valid JSON")
		}
		end := endOfString(object, i)
		if end < 0 {
			return errors.New("is not valid JSON")
		}
		key := object[i+1 : end-1]
		i = space(object, end)
		if i >= len(object) || object[i] != ':' {
			return errors.New("is not valid JSON")
		}
		i = space(object, i+1)
		length := endOfValue(object[i:])
		if length <= 0 {
			return errors.New("is not valid JSON")
		}
		if err := f(key, object[i:i+length]); err != nil {
			return err
		}
		i = space(object, i+length)
		if i < len(object) && object[i] == ',' {
			i = space(object, i+1)
		}
	}
	return nil
}

// space is the first index from i on that holds no white space.
func space(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}

// unquote reads a JSON string. null is no text; anything else is a mistake.
// What is not UTF-8 becomes U+FFFD, as in encoding/json.
func unquote(value []byte) (string, error) {
	if len(value) < 2 || value[0] != '"' {
		if string(value) == "null" {
			return "", nil
		}
		return "", errors.New("is not text")
	}
	inner := value[1 : len(value)-1]
	slash := bytes.IndexByte(inner, '\\')
	if slash < 0 {
		return strings.ToValidUTF8(string(inner), "\uFFFD"), nil
	}
	out := make([]byte, 0, len(inner))
	for slash >= 0 {
		out = append(out, inner[:slash]...)
		var err error
		if out, inner, err = escape(out, inner[slash:]); err != nil {
			return "", err
		}
		slash = bytes.IndexByte(inner, '\\')
	}
	out = append(out, inner...)
	return strings.ToValidUTF8(string(out), "\uFFFD"), nil
}

// escape appends what the escape at the head of b stands for, and returns what
// follows it.
func escape(out, b []byte) ([]byte, []byte, error) {
	if len(b) < 2 {
		return nil, nil, errors.New("ends inside an escape")
	}
	switch c := b[1]; c {
	case '"', '\\', '/':
		return append(out, c), b[2:], nil
	case 'n':
		return append(out, '\n'), b[2:], nil
	case 't':
		return append(out, '\t'), b[2:], nil
	case 'r':
		return append(out, '\r'), b[2:], nil
	case 'b':
		return append(out, '\b'), b[2:], nil
	case 'f':
		return append(out, '\f'), b[2:], nil
	case 'u':
		return escapeRune(out, b)
	default:
		return nil, nil, fmt.Errorf("has an unknown escape %q", b[:2])
	}
}

func escapeRune(out, b []byte) ([]byte, []byte, error) {
	r := hex4(b)
	if r < 0 {
		return nil, nil, errors.New("has a broken \\u escape")
	}
	b = b[6:]
	if utf16.IsSurrogate(r) {
		low := hex4(b)
		if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
			return utf8.AppendRune(out, pair), b[6:], nil
		}
		r = utf8.RuneError // alone
	}
	return utf8.AppendRune(out, r), b, nil
}

// hex4 is the number in "\u1234", or -1.
func hex4(b []byte) rune {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return -1
	}
	var r rune
	for _, c := range b[2:6] {
		switch {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return -1
		}
	}
	return r
}
