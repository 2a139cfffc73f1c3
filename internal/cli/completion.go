package cli

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	urfave "github.com/urfave/cli/v2"
)

func (s *session) completionCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:         "completion",
		Usage:        "print a script that completes command lines in your shell",
		Action:       s.completion,
		BashComplete: s.complete("bash", "zsh", "fish", "powershell"),
	}, manual{
		args: "bash|zsh|fish|powershell",
		text: "Prints a script for the shell to read, which completes commands, flags and embedded scenarios.",
		example: "source <(gridalloc completion bash)\n" +
			"gridalloc completion zsh > ~/.zsh/completions/_gridalloc\n" +
			"gridalloc completion fish > ~/.config/fish/completions/gridalloc.fish",
	})
}

func (s *session) completion(c *urfave.Context) error {
	args, err := arguments(c, "SHELL")
	if err != nil {
		return err
	}
	script, ok := completionScripts[args[0]]
	switch {
	case args[0] == "fish":
		if script, err = c.App.ToFishCompletion(); err != nil {
			return err
		}
	case !ok:
		return usage("there is no completion for %s", args[0]).hint("one of bash, zsh, fish, powershell")
	}
	_, err = io.WriteString(s.term.out, script)
	return err
}

// completeCommands suggests the commands.
func (s *session) completeCommands(c *urfave.Context) {
	for _, command := range c.App.VisibleCommands() {
		fmt.Fprintln(s.term.out, command.Name)
	}
}

// complete suggests the words as the next argument, besides the command's
// flags.
func (s *session) complete(words ...string) urfave.BashCompleteFunc {
	return func(c *urfave.Context) {
		if c.NArg() == 0 {
			for _, w := range words {
				fmt.Fprintln(s.term.out, w)
			}
		}
		for _, f := range c.Command.VisibleFlags() {
			fmt.Fprintf(s.term.out, "--%s\n", f.Names()[0])
		}
	}
}

// scenarioNames lists the embedded scenarios.
func (s *session) scenarioNames() []string { return s.namesIn("scenarios") }

// namesIn are the names of the embedded files of a folder.
func (s *session) namesIn(folder string) []string {
	files, err := fs.Glob(s.Packs, folder+"/*.yaml")
	if err != nil {
		return nil
	}
	var names []string
	for _, f := range files {
		names = append(names, strings.TrimSuffix(path.Base(f), ".yaml"))
	}
	return names
}

// completionScripts ask the program itself what can come next.
var completionScripts = map[string]string{
	"bash": `# bash completion for gridalloc
_gridalloc() {
  local cur="${COMP_WORDS[COMP_CWORD]}"
  local words
  words=$("${COMP_WORDS[@]:0:$COMP_CWORD}" ` + completionFlag + ` 2>/dev/null)
  COMPREPLY=($(compgen -W "${words}" -- "${cur}"))
  return 0
}
complete -o bashdefault -o default -F _gridalloc gridalloc
`,
	"zsh": `#compdef gridalloc
_gridalloc() {
  local -a words_found
  words_found=("${(@f)$(${words[@]:0:$((CURRENT-1))} ` + completionFlag + ` 2>/dev/null)}")
  if [[ -n "${words_found[1]}" ]]; then
    compadd -- "${words_found[@]}"
  fi
  _files
}
compdef _gridalloc gridalloc
`,
	"powershell": `# PowerShell completion for gridalloc
Register-ArgumentCompleter -Native -CommandName gridalloc -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = $commandAst.CommandElements | ForEach-Object { $_.ToString() }
  if ($wordToComplete -ne '') { $words = $words[0..($words.Count - 2)] }
  $rest = @($words | Select-Object -Skip 1) + '` + completionFlag + `'
  & $words[0] @rest 2>$null | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`,
}
