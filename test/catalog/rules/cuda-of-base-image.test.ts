import { cudaOfBaseImage } from '../../../src/catalog/rules/cuda-of-base-image.ts';
import { describeRule } from './describe-rule.ts';

describeRule(
  'cuda-of-base-image',
  cudaOfBaseImage,
  [
    [
      'CUDA twice: the packages bring it, and the base image has it',
      {
        ...{ framework: 'pytorch', frameworkVersion: '2.13.0', accelerator: 'cuda' },
        baseImage: 'nvidia/cuda:13.0.2-cudnn-runtime-ubuntu24.04',
      },
      /bring CUDA, and base image nvidia.* has it already: it would be there twice/,
      '--base-image pytorch/pytorch:2.13.0-cuda13.0-cudnn9-runtime',
    ],
    [
      'CUDA twice with JAX, behind a mirror',
      {
        ...{ framework: 'jax', frameworkVersion: '0.12.0.1', accelerator: 'cuda' },
        baseImage: 'mirror.example.org/nvidia/cuda:13.0.2-cudnn-devel-ubuntu24.04',
      },
      /it would be there twice/,
      '--base-image mirror.example.org/nvidia/cuda:13.0.2-base-ubuntu24.04',
    ],
    [
      "NVIDIA's image for another CUDA than ONNX Runtime's",
      {
        ...{ framework: 'onnxruntime', frameworkVersion: '1.31.1', accelerator: 'cuda' },
        baseImage: 'nvidia/cuda:12.8.1-cudnn-runtime-ubuntu24.04',
      },
      /is built for CUDA 13, and base image nvidia\/cuda\S* has CUDA 12/,
      '--framework-version 1.26.0',
    ],
    [
      "NVIDIA's image without cuDNN for ONNX Runtime",
      {
        ...{ framework: 'onnxruntime', frameworkVersion: '1.31.1', accelerator: 'cuda' },
        baseImage: 'nvidia/cuda:13.0.2-runtime-ubuntu24.04',
      },
      /has no cuDNN 9, which ONNX Runtime needs/,
      '--base-image nvidia/cuda:13.0.2-cudnn-runtime-ubuntu24.04',
    ],
    [
      "NVIDIA's image on another system",
      { framework: 'onnxruntime', baseImage: 'nvidia/cuda:13.0.2-cudnn-runtime-rockylinux9' },
      /has another package manager than apt/,
      '--base-image nvidia/cuda:13.0.2-cudnn-runtime-ubuntu24.04',
    ],
  ],
  [{ framework: 'pytorch', baseImage: 'nvidia/cuda:13.0.2-base-ubuntu24.04', accelerator: 'cuda' }],
);
