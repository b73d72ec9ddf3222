package simulate

import (
	"context"
	"net"
	"net/http"
	"time"
)

// Serve answers on a listener: serve runs until stop is called, which lets the
// requests under way come to their end.
func Serve(l net.Listener, h http.Handler) (serve, stop func()) {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	if s, ok := h.(interface{ DropConnections() }); ok {
		server.RegisterOnShutdown(s.DropConnections) // the server has lost sight of them
	}
	serve = func() { server.Serve(l) } //nolint:errcheck // it ends with ErrServerClosed, which is what was asked for
	stop = func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if server.Shutdown(ctx) != nil {
			server.Close() //nolint:errcheck // there is nothing more to be done
		}
	}
	return serve, stop
}
