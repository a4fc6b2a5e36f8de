/** What a shell has to read so that it asks induk for candidates. */

export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

const bash = `_induk() {
  local IFS=$'\\n'
  COMPREPLY=($(induk __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _induk induk`;

const zsh = `#compdef induk
_induk() {
  local -a found
  found=("\${(@f)$(induk __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then compadd -- "\${found[@]}"; else _files; fi
}
compdef _induk induk`;

const fish = `function __induk_complete
  set -l words (commandline -opc)
  set -a words (commandline -ct | string collect --allow-empty)
  induk __complete -- $words[2..-1] 2>/dev/null
end
complete -c induk -f -a '(__induk_complete)'`;

const scripts: Record<Shell, string> = { bash, zsh, fish };

const lines: Record<Shell, string> = {
  bash: "echo 'source <(induk completion bash)' >> ~/.bashrc",
  zsh: "echo 'source <(induk completion zsh)' >> ~/.zshrc",
  fish: 'induk completion fish > ~/.config/fish/completions/induk.fish',
};

/** The script for a shell. */
export function completionScript(shell: Shell): string {
  return scripts[shell];
}

/** The command that switches completion on for good. */
export function completionSetup(shell: Shell): string {
  return lines[shell];
}
