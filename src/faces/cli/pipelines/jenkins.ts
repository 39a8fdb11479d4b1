import type { Pipeline } from "./pipeline.ts";

const OWN = "Jenkinsfile.assay";

const text = (
  version: string,
): string => `// Written by \`assay init jenkins\`. For a multibranch pipeline, on an agent with Node 24.15 or newer.
pipeline {
  agent any
  triggers { cron(env.CHANGE_ID ? '' : 'H 3 * * 1') }
  stages {
    stage('Install assay, away from what is checked out') {
      steps {
        sh 'mkdir -p "$WORKSPACE_TMP/assay" && cd "$WORKSPACE_TMP/assay" && npm install --prefix . --no-save assay@${version}'
      }
    }
    stage('Gate the change') {
      when { changeRequest() }
      steps {
        sh 'git fetch --no-tags origin "$CHANGE_TARGET:refs/remotes/origin/$CHANGE_TARGET"'
        sh '"$WORKSPACE_TMP/assay/node_modules/.bin/assay" gate --base "origin/$CHANGE_TARGET" --output junit=assay-results/junit.xml --output html=assay-results/report.html --output sarif=assay-results/assay.sarif'
      }
    }
    stage('Look at everything') {
      when { triggeredBy 'TimerTrigger' }
      steps {
        sh '"$WORKSPACE_TMP/assay/node_modules/.bin/assay" check --sarif-output assay-results/assay.sarif'
      }
    }
  }
  post {
    always {
      junit allowEmptyResults: true, testResults: 'assay-results/junit.xml'
      archiveArtifacts allowEmptyArchive: true, artifacts: 'assay-results/*'
    }
  }
}
`;

export const JENKINS: Pipeline = {
  name: "jenkins",
  title: "Jenkins",
  files: (version) => [{ path: OWN, text: text(version) }],
  next: () => [`Make a multibranch pipeline whose script path is ${OWN}, or take its stages into your Jenkinsfile.`],
};
