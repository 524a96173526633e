{
  "cwlVersion": "v1.2",
  "class": "CommandLineTool",
  "label": "digits_torch",
  "doc": "FILL IN: one sentence on what the model is for",
  "requirements": {
    "DockerRequirement": {
      "dockerPull": "ml-image-examples/digits_torch:0.1.0"
    }
  },
  "inputs": {
    "input": {
      "label": "input",
      "doc": "array that the model reads (a file ending in .npy)",
      "type": "File",
      "inputBinding": {
        "position": 1,
        "prefix": "--input=",
        "separate": false
      }
    }
  },
  "arguments": [
    {
      "position": 2,
      "prefix": "--output=",
      "separate": false,
      "valueFrom": "output.npy"
    }
  ],
  "outputs": {
    "output": {
      "label": "output",
      "doc": "array that the model gives",
      "type": "File",
      "outputBinding": {
        "glob": "output.npy"
      }
    }
  }
}
