/** What `assay init` writes: every setting a repository may have, commented out at its default. */
export const STARTER_CONFIG = `# Settings of assay for this project. All are optional; these are the defaults.
# A file in a repository may tighten what assay does, never loosen it.
# assay config --schema prints everything that is allowed, assay config --show-origin what is in force.

# Lowest severity that makes the exit code 1: critical, high, medium, low, info.
# failOn: medium

# What is less likely than this is listed as a finding, not as a defect.
# minProbability: 0.3

# Most comments on one change; what is held back still decides, and is counted with its reason.
# noise:
#   maxComments: 10

# Paths that are not analysed, as in .gitignore.
# exclude:
#   - "vendor/**"

# Larger files are skipped, and said to be.
# maxFileBytes: 2000000

# What counts as untrusted input: auto looks at the code; library takes the parameters of public functions too.
# threatModel: auto

# Most that one run may use.
# budget:
#   seconds: 900
#   candidates: 6
#   iterations: 3

# policy:
#   # Changes to these files always wait for a person.
#   sensitive:
#     - "src/auth/**"
#   # Lowest rung that a change must reach to be accepted without a person, by tier 0 to 3.
#   level: [E2, E2, E4, E4]
#   # People who must agree to a change, by tier 0 to 3.
#   reviewers: [0, 0, 0, 1]
#   # Changes that are refused whatever is found in them; assay policy explain tells what holds.
#   forbid:
#     - change: test-weakened
`;

export const FOLDER_NOTE = `# .assay

- \`rules/*.yaml\`: rules of this team, in Semgrep syntax.
- \`memory/*.yaml\`: approved fixes, one reviewed file each.
- \`suppressions.yaml\`: findings that are accepted, each with reason, owner and expiry.

Journal, evidence and caches are not kept here but in the user's state and cache folders.
`;
