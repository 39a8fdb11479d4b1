import type { Pipeline } from "./pipeline.ts";

const PATH = "azure-pipelines.assay.yml";

const text = (version: string): string => `# Written by \`assay init azure\`.
trigger: none
pr:
  branches:
    include: ["*"]
schedules:
  - cron: "17 3 * * 1"
    displayName: Everything, with every engine
    branches:
      include: [main]
    always: true
pool:
  vmImage: ubuntu-latest
steps:
  - checkout: self
    fetchDepth: 0
    persistCredentials: false
  - task: UseNode@1
    inputs:
      version: "24.x"
  - script: |
      npm install --prefix assay --no-save assay@${version}
      echo "##vso[task.prependpath]$(Agent.TempDirectory)/assay/node_modules/.bin"
    displayName: Install assay, away from what is checked out
    workingDirectory: $(Agent.TempDirectory)
  - script: >-
      assay gate --base "origin/$TARGET"
      --output junit=assay-results/junit.xml --output sarif=assay-results/assay.sarif --output html=assay-results/report.html
    displayName: Gate the change
    condition: eq(variables['Build.Reason'], 'PullRequest')
    env:
      TARGET: $(System.PullRequest.TargetBranchName)
  - script: assay check --sarif-output assay-results/assay.sarif
    displayName: Look at everything
    condition: ne(variables['Build.Reason'], 'PullRequest')
  - task: PublishTestResults@2
    condition: succeededOrFailed()
    inputs:
      testResultsFiles: assay-results/junit.xml
  - task: PublishBuildArtifacts@1
    condition: succeededOrFailed()
    inputs:
      pathToPublish: assay-results
      artifactName: CodeAnalysisLogs
`;

export const AZURE: Pipeline = {
  name: "azure",
  title: "Azure Pipelines",
  files: (version) => [{ path: PATH, text: text(version) }],
  next: () => [`Make a pipeline of ${PATH}, and a build validation of it in the branch's policies.`],
};
