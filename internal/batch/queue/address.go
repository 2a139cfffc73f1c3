package queue

import (
	"cmp"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

// TokenVariable names the environment variable with the token of a server. A token
// is never given on a command line, where others can read it.
const TokenVariable = "GRIDALLOC_NATS_TOKEN"

// MaxAttempts is how often a run is handed out before it is given up.
const MaxAttempts = 5

// Address says where the server is and how it knows us.
type Address struct {
	// URL is nats://HOST:PORT or tls://HOST:PORT, several with commas between.
	URL string `json:"url"`
	// Token, "" for that of the environment where neither Creds nor Nkey is given.
	Token string `json:"token"`
	// Creds and Nkey are files: credentials with a JWT, and the seed of a key.
	Creds string `json:"-"`
	Nkey  string `json:"-"`
	// CA, Cert and Key are PEM files: who vouches for the server ("" for those that the
	// system trusts) and the certificate and key of this client.
	CA   string `json:"-"`
	Cert string `json:"-"`
	Key  string `json:"-"`
}

// Options say how a queue is used. The zero value will do.
type Options struct {
	// Name is how the server lists the connection.
	Name string
	// Patience is how long a worker may be silent before its run is handed to another;
	// zero stands for 30 seconds. Worker heartbeats live as long.
	Patience time.Duration
	// MaxAttempts is told to workers with each run; zero stands for MaxAttempts.
	MaxAttempts int
	// Note is told, in plain words, when the connection is lost and when it is back.
	Note func(string)
}

func (o Options) withDefaults() Options {
	o.Name = cmp.Or(o.Name, "gridalloc")
	o.Patience = cmp.Or(o.Patience, 30*time.Second)
	o.MaxAttempts = cmp.Or(o.MaxAttempts, MaxAttempts)
	if o.Note == nil {
		o.Note = func(string) {}
	}
	return o
}

// shown is the URL without a password.
func (a Address) shown() string {
	shown := strings.Split(a.URL, ",")
	for i, one := range shown {
		if u, err := url.Parse(strings.TrimSpace(one)); err == nil {
			shown[i] = u.Redacted()
		}
	}
	return strings.Join(shown, ",")
}

// connection is the address as options of the client. Files that cannot be read are
// found here, before anything is sent.
func (a Address) connection() ([]nats.Option, error) {
	if a.URL == "" {
		return nil, fail("no server is named", "give its address, such as nats://HOST:4222")
	}
	for what, path := range map[string]string{
		"credentials file": a.Creds, "nkey file": a.Nkey, "CA file": a.CA, "certificate": a.Cert, "key": a.Key,
	} {
		if path == "" {
			continue
		}
		f, err := os.Open(path)
		if err != nil {
			return nil, fail("the %s cannot be read: %w", what, err)
		}
		_ = f.Close()
	}
	if (a.Cert == "") != (a.Key == "") {
		return nil, fail("a certificate needs its key, and a key its certificate", "give both")
	}
	var options []nats.Option
	switch {
	case a.Creds != "":
		options = append(options, nats.UserCredentials(a.Creds))
	case a.Nkey != "":
		key, err := nats.NkeyOptionFromSeed(a.Nkey)
		if err != nil {
			return nil, fail("the nkey file %s is no seed of a user: %w", a.Nkey, err, "it holds a line that begins with SU")
		}
		options = append(options, key)
	default:
		if token := cmp.Or(a.Token, os.Getenv(TokenVariable)); token != "" {
			options = append(options, nats.Token(token))
		}
	}
	if a.CA != "" {
		options = append(options, nats.RootCAs(a.CA))
	}
	if a.Cert != "" {
		options = append(options, nats.ClientCert(a.Cert, a.Key))
	}
	return options, nil
}
