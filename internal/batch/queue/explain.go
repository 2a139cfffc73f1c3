package queue

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/nats-io/nats.go"
)

// explainConnect says in plain words why there is no connection.
func explainConnect(err error, a Address) error {
	var (
		host      *net.DNSError
		authority x509.UnknownAuthorityError
		name      x509.HostnameError
		invalid   x509.CertificateInvalidError
		record    tls.RecordHeaderError
		timeout   net.Error
	)
	at := a.shown()
	switch {
	case errors.Is(err, nats.ErrNoServers):
		return fail("nothing listens at %s: %w", at, err, "is the server up, and are host and port right?")
	case errors.As(err, &host):
		return fail("the host of %s is not known: %w", at, err, "is its name right?")
	case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrNkeysNotSupported):
		return fail("the server at %s refuses these credentials: %w", at, err, a.credentialsHint())
	case errors.Is(err, nats.ErrAuthExpired), errors.Is(err, nats.ErrAuthRevoked), errors.Is(err, nats.ErrAccountAuthExpired):
		return fail("the credentials are no longer valid at %s: %w", at, err, "ask for new ones")
	case errors.Is(err, nats.ErrSecureConnWanted):
		return fail("the server at %s speaks no TLS, and TLS is asked for: %w", at, err,
			"leave the CA file out and write nats:// if the network is trusted; otherwise have TLS set up on the server")
	case errors.As(err, &authority) && a.CA == "":
		return fail("the server at %s speaks TLS with a certificate of a CA that this system does not know: %w", at, err,
			"give the file of its CA")
	case errors.As(err, &authority):
		return fail("the certificate of the server at %s is not of the CA in %s: %w", at, a.CA, err, "give the file of its own CA")
	case errors.As(err, &name):
		return fail("the certificate of the server at %s is for another name: %w", at, err, "use a name that it is for")
	case errors.As(err, &invalid):
		return fail("the certificate of the server at %s does not hold: %w", at, err, "is it out of date, or this machine's clock wrong?")
	case strings.Contains(err.Error(), "remote error: tls"), strings.Contains(err.Error(), "closed by remote after TLS handshake"):
		return fail("the server at %s does not take the certificate of this client: %w", at, err,
			"give a certificate with its key that the server's CA signed")
	case errors.As(err, &record), errors.Is(err, nats.ErrTLS):
		return fail("TLS with the server at %s did not come about: %w", at, err, "is this the port of a NATS server?")
	case errors.Is(err, nats.ErrNoInfoReceived), errors.Is(err, io.EOF), strings.Contains(err.Error(), "Parser Error"):
		return fail("what listens at %s does not speak as a NATS server: %w", at, err,
			"is the port right?")
	case errors.As(err, &timeout) && timeout.Timeout(), errors.Is(err, nats.ErrTimeout):
		return fail("the server at %s does not answer: %w", at, err,
			"is a firewall between, or is it no NATS server? One with handshake_first set is not understood")
	}
	return fail("no connection to %s: %w", at, err)
}

func (a Address) credentialsHint() string {
	switch {
	case a.Creds != "":
		return "is " + a.Creds + " of this server, and has it not been replaced?"
	case a.Nkey != "":
		return "is the public key of " + a.Nkey + " among the users of the server?"
	}
	return "give a credentials or nkey file, or a token in " + TokenVariable
}
