package cli

import (
	"errors"
	"net/url"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/batch/queue"
)

// natsFlags say where a queue is that others serve. Secrets are in files, or in the
// environment: a command line can be read by everybody on the machine.
func natsFlags() []urfave.Flag {
	return []urfave.Flag{
		&urfave.StringFlag{Name: "nats", Usage: "the NATS server of the queue, `URL`, such as nats://HOST:4222 or tls://HOST:4222, or several with commas between"},
		&urfave.StringFlag{Name: "creds", Usage: "`FILE` with the credentials (JWT and key) to log in with"},
		&urfave.StringFlag{Name: "nkey", Usage: "`FILE` with the seed of the nkey to log in with"},
		&urfave.StringFlag{Name: "tls-ca", Usage: "`FILE` (PEM) with who vouches for the server", DefaultText: "whom the system trusts"},
		&urfave.StringFlag{Name: "tls-cert", Usage: "`FILE` (PEM) with the certificate to log in with"},
		&urfave.StringFlag{Name: "tls-key", Usage: "`FILE` (PEM) with the key of that certificate"},
	}
}

// natsAddress is what the flags say.
func natsAddress(c *urfave.Context) (queue.Address, error) {
	for one := range strings.SplitSeq(c.String("nats"), ",") {
		if u, err := url.Parse(strings.TrimSpace(one)); err == nil && u.User != nil {
			return queue.Address{}, usage("--nats: a URL with a user or a password in it can be read by everybody on this machine").
				hint("use --creds or --nkey, or put a token into %s", queue.TokenVariable)
		}
	}
	return queue.Address{
		URL: c.String("nats"), Creds: c.String("creds"), Nkey: c.String("nkey"),
		CA: c.String("tls-ca"), Cert: c.String("tls-cert"), Key: c.String("tls-key"),
	}, nil
}

// queueFailure is the failure that an error of the queue is.
func queueFailure(err error) error {
	var f *failure
	if err == nil || errors.As(err, &f) {
		return err
	}
	f = fail(exitInternal, "%s", err)
	for _, hint := range queue.Hints(err) {
		f = f.hint("%s", hint)
	}
	return f
}
