/** Known-bad files for tools that look at infrastructure, by kind of file: every such tool has rules for these. */
export const OPEN_PORT = {
  name: "control.tf",
  text: 'resource "aws_security_group" "assay" {\n  ingress {\n    from_port   = 22\n    to_port     = 22\n    protocol    = "tcp"\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n}\n',
} as const;

export const PRIVILEGED_POD = {
  name: "control.yaml",
  text: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: assay\nspec:\n  containers:\n    - name: assay\n      image: assay:1\n      securityContext:\n        privileged: true\n",
} as const;

export const LATEST_IMAGE = { name: "Dockerfile", text: "FROM assay:latest\nRUN true\n" } as const;
