package cli
import urfave "github.com/urfave/cli/v2"
func (s *session) studyCommand() *urfave.Command { return s.describe(&urfave.Command{Name: "study"}, manual{}) }
