package platform

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"syscall"
)

// Watched is a request that tells whether it ever had a connection to be
// written to. Where nobody looked for one, by way of net/http, it is taken for
// written.
func Watched(req *http.Request) (_ *http.Request, connected func() bool) {
	var wanted, got atomic.Bool
	ctx := httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{
		GetConn: func(string) { wanted.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { got.Store(true) },
	})
	return req.WithContext(ctx), func() bool { return !wanted.Load() || got.Load() }
}

// Unreached tells a platform that could not be reached from one that broke off
// in the middle. Before says that there was no connection.
func Unreached(err error, before bool) error {
	var dial *net.OpError
	var name *net.DNSError
	slow := TookTooLong(err)
	switch {
	case errors.As(err, new(*Garbled)): // it leads elsewhere
		return err
	case before && !errors.Is(err, context.Canceled), slow,
		errors.As(err, &name), errors.As(err, &dial) && dial.Op == "dial",
		errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE): // not a word of an answer
		return &Lost{Err: err, Before: before, Late: slow}
	case before:
		return &Early{Err: err}
	}
	return err
}

// TookTooLong reports whether an error is that of somebody who waited in vain.
func TookTooLong(err error) bool {
	var slow net.Error
	return errors.As(err, &slow) && slow.Timeout()
}
