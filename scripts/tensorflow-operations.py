"""Sorts TensorFlow's operations by what running them can do.

    python scripts/tensorflow-operations.py        # writes src/inspect/tensorflow/operations.ts

Reads the operations that TensorFlow itself registers (committed: 2.21). HARMLESS are those that are
registered as stateless and named by no word of OUTSIDE, and the stateful ones that KEPT lists with
the reason. REACHING are those that OUTSIDE names. What is neither is unknown, as is every operation
that TensorFlow does not bring.
"""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import tensorflow as tf
from tensorflow.core.framework import op_def_pb2
from tensorflow.python.client import pywrap_tf_session

# Words in the names of operations that reach out of the graph, and to what.
OUTSIDE = {
    "files": """File Reader Snapshot SaveDataset LoadDataset TFRecord TextLine FixedLengthRecord LMDB CSVDataset
     CacheDataset SaveV2 SaveSlices Save Restore RestoreSlice RestoreV2 MergeV2Checkpoints DistributedSave
     ImmutableConst GenerateVocabRemapping LoadAndRemapMatrix RecordInput Skipgram FixedUnigramCandidateSampler
     DumpTensor EncodeProto DecodeProto FileSystemSetConfiguration CalibrationStatisticsSaver""",
    "a database": "Sql SummaryDb",
    "Python": "PyFunc",
    "the network": "Rpc DataService Send Recv RemoteCall Distributed Collective Nccl WorkerHeartbeat",
    "summaries in files": "WriteSummary WriteRawProto WriteScalar WriteHistogram WriteImage WriteAudio WriteGraph "
    "SummaryWriter ImportEvent",
    "a debugger": "Debug",
    "code outside of TensorFlow": "CustomCall Mlir",
    "the process": "Abort",
}
# Stateful operations of ordinary models: what state they have, and why that is harmless.
KEPT = {
    "variables of the model, in memory": """VarHandleOp VariableV2 Variable ReadVariableOp AssignVariableOp
     AssignAddVariableOp AssignSubVariableOp VarIsInitializedOp VariableShape IsResourceHandleRefCounting
     DestroyResourceOp TemporaryVariable ResourceGather ResourceGatherNd ResourceScatterAdd ResourceScatterDiv
     ResourceScatterMax ResourceScatterMin ResourceScatterMul ResourceScatterSub ResourceScatterUpdate
     ResourceScatterNdAdd ResourceScatterNdMax ResourceScatterNdMin ResourceScatterNdSub ResourceScatterNdUpdate
     ResourceStridedSliceAssign ResourceCountUpTo _VarHandlesOp _ReadVariablesOp DisableCopyOnRead""",
    "steps of optimizers: arithmetic on variables": """ResourceApplyAdaMax ResourceApplyAdadelta
     ResourceApplyAdagrad ResourceApplyAdagradDA ResourceApplyAdagradV2 ResourceApplyAdam
     ResourceApplyAdamWithAmsgrad ResourceApplyAddSign ResourceApplyCenteredRMSProp ResourceApplyFtrl
     ResourceApplyFtrlV2 ResourceApplyGradientDescent ResourceApplyKerasMomentum ResourceApplyMomentum
     ResourceApplyPowerSign ResourceApplyProximalAdagrad ResourceApplyProximalGradientDescent ResourceApplyRMSProp
     ResourceSparseApplyAdadelta ResourceSparseApplyAdagrad ResourceSparseApplyAdagradDA
     ResourceSparseApplyAdagradV2 ResourceSparseApplyCenteredRMSProp ResourceSparseApplyFtrl
     ResourceSparseApplyFtrlV2 ResourceSparseApplyKerasMomentum ResourceSparseApplyMomentum
     ResourceSparseApplyProximalAdagrad ResourceSparseApplyProximalGradientDescent ResourceSparseApplyRMSProp""",
    "random numbers": """RandomStandardNormal RandomUniform RandomUniformInt RandomGamma RandomPoisson
     RandomPoissonV2 RandomShuffle RandomCrop TruncatedNormal ParameterizedTruncatedNormal Multinomial
     StatefulStandardNormal StatefulStandardNormalV2 StatefulTruncatedNormal StatefulUniform StatefulUniformFullInt
     StatefulUniformInt StatefulRandomBinomial RngReadAndSkip RngSkip NonDeterministicInts StatelessRandomGetAlg
     SampleDistortedBoundingBox SampleDistortedBoundingBoxV2 AllCandidateSampler LogUniformCandidateSampler
     UniformCandidateSampler ThreadUnsafeUnigramCandidateSampler LearnedUnigramCandidateSampler""",
    "control flow: the functions called are judged themselves": """PartitionedCall StatefulPartitionedCall If While
     Case _If _While""",
    "tables and lists in memory": """HashTable HashTableV2 AnonymousHashTable MutableHashTable MutableHashTableV2
     MutableHashTableOfTensors MutableHashTableOfTensorsV2 MutableDenseHashTable MutableDenseHashTableV2
     AnonymousMutableHashTable AnonymousMutableHashTableOfTensors AnonymousMutableDenseHashTable InitializeTableV2
     LookupTableFindV2 LookupTableInsertV2 LookupTableExportV2 LookupTableImportV2 LookupTableRemoveV2
     LookupTableSizeV2 TensorArray TensorArrayV2 TensorArrayV3 TensorArrayCloseV3 TensorArrayConcatV3
     TensorArrayGatherV3 TensorArrayGrad TensorArrayGradV2 TensorArrayGradV3 TensorArrayGradWithShape
     TensorArrayReadV3 TensorArrayScatterV3 TensorArraySizeV3 TensorArraySplitV3 TensorArrayWriteV3 Stack StackV2
     StackPushV2 StackPopV2 StackCloseV2 AddSparseToTensorsMap AddManySparseToTensorsMap
     TakeManySparseFromTensorsMap""",
    "arithmetic that the registry calls stateful": """CudnnRNN CudnnRNNBackprop CudnnRNNBackpropV2
     CudnnRNNBackpropV3 CudnnRNNV2 CudnnRNNV3 CheckNumerics Empty DeepCopy GuaranteeConst NegTrain
     ConditionalAccumulator BoostedTreesPredict BoostedTreesTrainingPredict
     BoostedTreesEnsembleResourceHandleOp BoostedTreesQuantileStreamResourceHandleOp
     BoostedTreesDeserializeEnsemble BoostedTreesCreateEnsemble IsBoostedTreesEnsembleInitialized
     _Arg _Retval _DeviceArg _DeviceRetval DeviceIndex DummySeedGenerator IsTensorFloat32Enabled""",
    "messages on the terminal": "Assert Print PrintV2 Timestamp",
    "texts, or values as they are, whatever the name": "ShardedFilename ShardedFilespec Snapshot",
    "what the optimizer of graphs makes of others": """_FusedBatchNormEx _FusedConv2D _FusedConv3D
     _FusedDepthwiseConv2dNative _FusedMatMul _SwitchN _HostCast""",
}
# PrintV2 writes to a file where its output_stream says so: the reader looks at that.

# Stateless, and still no part of a model that is only computed: data sets and queues feed it.
OTHER = "Dataset Iterator Queue Barrier Batch Unbatch MultiDevice Optional Xla _Xla Summary".split()
OTHER_KEPT = """BatchMatMul BatchMatMulV2 BatchMatMulV3 BatchToSpace BatchToSpaceND BatchFFT BatchFFT2D BatchFFT3D
 BatchIFFT BatchIFFT2D BatchIFFT3D BatchCholesky BatchCholeskyGrad BatchMatrixBandPart BatchMatrixDeterminant
 BatchMatrixDiag BatchMatrixDiagPart BatchMatrixInverse BatchMatrixSetDiag BatchMatrixSolve BatchMatrixSolveLs
 BatchMatrixTriangularSolve BatchNormWithGlobalNormalization BatchNormWithGlobalNormalizationGrad
 BatchSelfAdjointEig BatchSelfAdjointEigV2 BatchSvd SpaceToBatch SpaceToBatchND FusedBatchNorm FusedBatchNormV2
 FusedBatchNormV3 FusedBatchNormGrad FusedBatchNormGradV2 FusedBatchNormGradV3 QuantizedBatchNormWithGlobalNormalization
 BatchFunction XlaDot XlaDotV2 XlaConv XlaConvV2 XlaEinsum XlaSort XlaPad XlaGather XlaSharding XlaDynamicSlice
 XlaDynamicUpdateSlice""".split()


def operations():
    found = op_def_pb2.OpList()
    found.ParseFromString(pywrap_tf_session.TF_GetBuffer(pywrap_tf_session.TF_GetAllOpList()))
    return {op.name: op for op in found.op if op.name.startswith(("_", "Xla")) or hasattr(tf.raw_ops, op.name)}


def reach(name):
    for what, words in OUTSIDE.items():
        for word in words.split():
            exact = word in ("Save", "Restore", "Send", "Recv")
            if name.strip("_") == word if exact else word in name:
                return what
    return None


def wrapped(words):
    lines, line = [], "  "
    for word in words:
        if len(line) + len(word) > 98:
            lines.append(line.rstrip())
            line = "  "
        line += word + " "
    return "\n".join([*lines, line.rstrip()])


def main():
    kept = {name for names in KEPT.values() for name in names.split()}
    known = operations()
    harmless, reaching = set(), {}
    for name, op in known.items():
        what = reach(name)
        if name in kept:
            harmless.add(name)
        elif what is not None:
            reaching.setdefault(what, set()).add(name)
        elif op.is_stateful or name.startswith("_"):
            continue
        elif name in OTHER_KEPT or not any(word in name for word in OTHER):
            harmless.add(name)
    with open("src/inspect/tensorflow/operations.ts", "w") as file:
        file.write(
            "/* Made by scripts/tensorflow-operations.py, which says how they are sorted: do not edit. */\n\n"
            "/** Operations that only compute, or keep what they compute in memory. */\n"
            "export const HARMLESS_OPERATIONS = `\n" + wrapped(sorted(harmless)) + "\n`;\n\n"
            "/** Operations that reach out of the graph, by what they reach. */\n"
            "export const REACHING_OPERATIONS: readonly (readonly [what: string, names: string])[] = [\n"
        )
        for what, names in sorted(reaching.items()):
            file.write(f"  [\n    '{what}',\n    `\n{wrapped(sorted(names))}\n    `,\n  ],\n")
        file.write("];\n")
    print(len(known), "operations,", len(harmless), "harmless,", sum(map(len, reaching.values())), "reaching")
    print("neither:", *sorted(set(known) - harmless - {n for s in reaching.values() for n in s}))


main()
