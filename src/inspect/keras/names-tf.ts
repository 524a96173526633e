/* Made by scripts/keras-names.py, which says what is listed and what is not: do not edit. */

/** Classes and functions of Keras 2 (tf_keras) that only compute. */
export const KERAS_TWO_NAMES = `
  keras.__internal__.layers:BaseDenseAttention,BaseRandomLayer
  keras.__internal__.legacy.layers:InputSpec
  keras.__internal__.legacy.rnn_cell:BasicLSTMCell,BasicRNNCell,DeviceWrapper,DropoutWrapper
  keras.__internal__.legacy.rnn_cell:GRUCell,LSTMCell,MultiRNNCell,RNNCell,ResidualWrapper
  keras.__internal__.losses:LossFunctionWrapper
  keras.constraints:RadialConstraint,radial_constraint
  keras.dtensor.experimental.optimizers:Adadelta,Adagrad,Adam,AdamW,RMSprop,SGD
  keras.experimental:CosineDecay,CosineDecayRestarts,LinearModel,SequenceFeatures
  keras.experimental:WideDeepModel keras.initializers:normal,uniform
  keras.layers:AbstractRNNCell,CuDNNGRU,CuDNNLSTM,DenseFeatures,LocallyConnected1D
  keras.layers:LocallyConnected2D,RandomHeight,RandomWidth,ThresholdedReLU
  keras.layers.experimental:DynamicEmbedding,DynamicLookup,EinsumDense,RandomFourierFeatures
  keras.layers.experimental:SyncBatchNormalization
  keras.layers.experimental.preprocessing:CategoryEncoding,CenterCrop,Discretization
  keras.layers.experimental.preprocessing:HashedCrossing,Hashing,IntegerLookup,Normalization
  keras.layers.experimental.preprocessing:PreprocessingLayer,RandomContrast,RandomCrop
  keras.layers.experimental.preprocessing:RandomFlip,RandomHeight,RandomRotation
  keras.layers.experimental.preprocessing:RandomTranslation,RandomWidth,RandomZoom,Rescaling
  keras.layers.experimental.preprocessing:Resizing,StringLookup,TextVectorization
  keras.losses:cosine,cosine_proximity
  keras.metrics:MeanRelativeError,MeanTensor,cosine,cosine_proximity
  keras.metrics.experimental:PyMetric keras.models:LinearModel,WideDeepModel
  keras.models.experimental:SharpnessAwareMinimization
  keras.optimizers.experimental:Adadelta,Adafactor,Adagrad,Adam,AdamW,Adamax,Ftrl,Nadam
  keras.optimizers.experimental:Optimizer,RMSprop,SGD
  keras.optimizers.legacy:Adadelta,Adagrad,Adam,Adamax,Ftrl,Nadam,Optimizer,RMSprop,SGD
  keras.src.activations:elu,exponential,gelu,hard_sigmoid,linear,mish,relu,selu,sigmoid
  keras.src.activations:softmax,softplus,softsign,swish,tanh
  keras.src.constraints:Constraint,MaxNorm,MinMaxNorm,NonNeg,RadialConstraint,UnitNorm
  keras.src.engine.base_layer:AddLoss,AddMetric,BaseRandomLayer,Layer
  keras.src.engine.base_layer_v1:Layer
  keras.src.engine.base_preprocessing_layer:PreprocessingLayer
  keras.src.engine.compile_utils:LossesContainer
  keras.src.engine.functional:Functional,ModuleWrapper keras.src.engine.input_layer:InputLayer
  keras.src.engine.input_spec:InputSpec keras.src.engine.sequential:Sequential
  keras.src.engine.training:Model keras.src.engine.training_v1:DistributedCallbackModel,Model
  keras.src.feature_column.dense_features:DenseFeatures
  keras.src.feature_column.dense_features_v2:DenseFeatures
  keras.src.feature_column.sequence_feature_column:SequenceFeatures
  keras.src.initializers:populate_deserializable_objects
  keras.src.initializers.initializers:Constant,GlorotNormal,GlorotUniform,HeNormal,HeUniform
  keras.src.initializers.initializers:Identity,Initializer,LecunNormal,LecunUniform,Ones
  keras.src.initializers.initializers:Orthogonal,RandomNormal,RandomUniform,TruncatedNormal
  keras.src.initializers.initializers:VarianceScaling,Zeros
  keras.src.initializers.initializers_v1:HeNormal,HeUniform,LecunNormal,LecunUniform
  keras.src.initializers.initializers_v1:RandomNormal,RandomUniform,TruncatedNormal
  keras.src.layers.activation.elu:ELU keras.src.layers.activation.leaky_relu:LeakyReLU
  keras.src.layers.activation.prelu:PReLU keras.src.layers.activation.relu:ReLU
  keras.src.layers.activation.softmax:Softmax
  keras.src.layers.activation.thresholded_relu:ThresholdedReLU
  keras.src.layers.attention.base_dense_attention:BaseDenseAttention
  keras.src.layers.convolutional.base_conv:Conv
  keras.src.layers.convolutional.base_depthwise_conv:DepthwiseConv
  keras.src.layers.convolutional.base_separable_conv:SeparableConv
  keras.src.layers.core.activation:Activation
  keras.src.layers.core.tf_op_layer:InstanceMethod,InstanceProperty
  keras.src.layers.experimental.dynamic_embedding:DynamicEmbedding
  keras.src.layers.experimental.dynamic_lookup:DynamicLookup
  keras.src.layers.kernelized:RandomFourierFeatures
  keras.src.layers.locally_connected.locally_connected1d:LocallyConnected1D
  keras.src.layers.locally_connected.locally_connected2d:LocallyConnected2D
  keras.src.layers.normalization.batch_normalization:BatchNormalizationBase
  keras.src.layers.normalization.batch_normalization:SyncBatchNormalization
  keras.src.layers.normalization.batch_normalization_v1:BatchNormalization
  keras.src.layers.pooling.base_global_pooling1d:GlobalPooling1D
  keras.src.layers.pooling.base_global_pooling2d:GlobalPooling2D
  keras.src.layers.pooling.base_global_pooling3d:GlobalPooling3D
  keras.src.layers.pooling.base_pooling1d:Pooling1D
  keras.src.layers.pooling.base_pooling2d:Pooling2D
  keras.src.layers.pooling.base_pooling3d:Pooling3D
  keras.src.layers.preprocessing.image_preprocessing:CenterCrop,RandomBrightness
  keras.src.layers.preprocessing.image_preprocessing:RandomContrast,RandomCrop,RandomFlip
  keras.src.layers.preprocessing.image_preprocessing:RandomHeight,RandomRotation
  keras.src.layers.preprocessing.image_preprocessing:RandomTranslation,RandomWidth
  keras.src.layers.preprocessing.image_preprocessing:RandomZoom,Rescaling,Resizing
  keras.src.layers.preprocessing.preprocessing_stage:FunctionalPreprocessingStage
  keras.src.layers.preprocessing.preprocessing_stage:PreprocessingStage
  keras.src.layers.regularization.spatial_dropout1d:SpatialDropout1D
  keras.src.layers.regularization.spatial_dropout2d:SpatialDropout2D
  keras.src.layers.regularization.spatial_dropout3d:SpatialDropout3D
  keras.src.layers.rnn.abstract_rnn_cell:AbstractRNNCell
  keras.src.layers.rnn.base_conv_lstm:ConvLSTM,ConvLSTMCell
  keras.src.layers.rnn.base_conv_rnn:ConvRNN keras.src.layers.rnn.base_rnn:RNN
  keras.src.layers.rnn.base_wrapper:Wrapper
  keras.src.layers.rnn.cell_wrappers:DeviceWrapper,DropoutWrapper,ResidualWrapper
  keras.src.layers.rnn.cudnn_gru:CuDNNGRU keras.src.layers.rnn.cudnn_lstm:CuDNNLSTM
  keras.src.layers.rnn.gru_v1:GRU,GRUCell
  keras.src.layers.rnn.legacy_cell_wrappers:DeviceWrapper,DropoutWrapper,ResidualWrapper
  keras.src.layers.rnn.legacy_cells:BasicLSTMCell,BasicRNNCell,GRUCell,LSTMCell,LayerRNNCell
  keras.src.layers.rnn.legacy_cells:MultiRNNCell,RNNCell
  keras.src.layers.rnn.lstm_v1:LSTM,LSTMCell
  keras.src.losses:BinaryCrossentropy,BinaryFocalCrossentropy,CategoricalCrossentropy
  keras.src.losses:CategoricalFocalCrossentropy,CategoricalHinge,CosineSimilarity,Hinge
  keras.src.losses:Huber,KLDivergence,LogCosh,Loss,LossFunctionWrapper,MeanAbsoluteError
  keras.src.losses:MeanAbsolutePercentageError,MeanSquaredError,MeanSquaredLogarithmicError
  keras.src.losses:Poisson,SparseCategoricalCrossentropy,SquaredHinge,binary_crossentropy
  keras.src.losses:binary_focal_crossentropy,categorical_crossentropy
  keras.src.losses:categorical_focal_crossentropy,categorical_hinge,cosine_similarity,hinge
  keras.src.losses:huber,is_categorical_crossentropy,kl_divergence,log_cosh
  keras.src.losses:mean_absolute_error,mean_absolute_percentage_error,mean_squared_error
  keras.src.losses:mean_squared_logarithmic_error,poisson,sparse_categorical_crossentropy
  keras.src.losses:squared_hinge
  keras.src.metrics.base_metric:Mean,MeanMetricWrapper,MeanTensor,Metric,Reduce,Sum
  keras.src.metrics.base_metric:SumOverBatchSize,SumOverBatchSizeMetricWrapper,clone_metric
  keras.src.metrics.base_metric:clone_metrics,is_built_in keras.src.metrics.py_metric:PyMetric
  keras.src.metrics.regression_metrics:MeanRelativeError
  keras.src.mixed_precision.loss_scale_optimizer:LossScaleOptimizer,LossScaleOptimizerV3
  keras.src.mixed_precision.policy:Policy
  keras.src.models.sharpness_aware_minimization:SharpnessAwareMinimization
  keras.src.optimizers.legacy.adadelta:Adadelta keras.src.optimizers.legacy.adagrad:Adagrad
  keras.src.optimizers.legacy.adam:Adam,NonFusedAdam keras.src.optimizers.legacy.adamax:Adamax
  keras.src.optimizers.legacy.ftrl:Ftrl keras.src.optimizers.legacy.gradient_descent:SGD
  keras.src.optimizers.legacy.nadam:Nadam
  keras.src.optimizers.legacy.optimizer_v2:OptimizerV2,RestoredOptimizer
  keras.src.optimizers.legacy.rmsprop:RMSprop keras.src.optimizers.optimizer:RestoredOptimizer
  keras.src.optimizers.optimizer_v1:Adadelta,Adagrad,Adam,Adamax,Nadam,Optimizer,RMSprop,SGD
  keras.src.optimizers.optimizer_v1:TFOptimizer
  keras.src.optimizers.schedules.learning_rate_schedule:LinearCosineDecay
  keras.src.optimizers.schedules.learning_rate_schedule:NoisyLinearCosineDecay
  keras.src.premade_models.linear:LinearModel keras.src.premade_models.wide_deep:WideDeepModel
  keras.src.regularizers:L1,L1L2,L2,OrthogonalRegularizer,Regularizer,l1_l2
  keras.src.utils.feature_space:FeatureSpace
  tensorflow.python.ops.init_ops_v2:Constant,GlorotNormal,GlorotUniform,Identity,Initializer
  tensorflow.python.ops.init_ops_v2:Ones,Orthogonal,RandomNormal,RandomUniform
  tensorflow.python.ops.init_ops_v2:TruncatedNormal,VarianceScaling,Zeros,constant
  tensorflow.python.ops.init_ops_v2:constant_initializer,glorot_normal
  tensorflow.python.ops.init_ops_v2:glorot_normal_initializer,glorot_uniform
  tensorflow.python.ops.init_ops_v2:glorot_uniform_initializer,identity,identity_initializer
  tensorflow.python.ops.init_ops_v2:normal,one,ones,ones_initializer,orthogonal
  tensorflow.python.ops.init_ops_v2:orthogonal_initializer,random_normal
  tensorflow.python.ops.init_ops_v2:random_normal_initializer,random_uniform
  tensorflow.python.ops.init_ops_v2:random_uniform_initializer,truncated_normal
  tensorflow.python.ops.init_ops_v2:truncated_normal_initializer,uniform
  tensorflow.python.ops.init_ops_v2:variance_scaling_initializer,zero,zeros
  tensorflow.python.ops.init_ops_v2:zeros_initializer
`;

/** Functions of TensorFlow that only compute: layers of tf_keras may call them. */
export const TENSORFLOW_FUNCTIONS = `
  RaggedTensor SparseTensor __operators__.add __operators__.eq __operators__.getitem
  __operators__.mul __operators__.ne __operators__.ragged_getitem __operators__.sub
  __operators__.truediv abs acos acosh add add_n argmax argmin argsort asin asinh atan atan2 atanh
  audio.decode_wav audio.encode_wav batch_to_space bitwise.bitwise_and bitwise.bitwise_or
  bitwise.bitwise_xor bitwise.invert bitwise.left_shift bitwise.right_shift boolean_mask
  broadcast_dynamic_shape broadcast_static_shape broadcast_to cast clip_by_norm clip_by_value
  compat.v1.gather compat.v1.shape compat.v1.squeeze compat.v1.transpose complex concat constant
  convert_to_tensor cos cosh cumsum divide dtypes.DType dtypes.as_dtype dtypes.cast dtypes.complex
  dtypes.saturate_cast dynamic_partition dynamic_stitch edit_distance eig eigvals einsum
  ensure_shape equal exp expand_dims eye fill floor gather gather_nd greater greater_equal
  histogram_fixed_width identity image.ResizeMethod image.adjust_brightness image.adjust_contrast
  image.adjust_gamma image.adjust_hue image.adjust_jpeg_quality image.adjust_saturation
  image.central_crop image.combined_non_max_suppression image.convert_image_dtype
  image.crop_and_resize image.crop_to_bounding_box image.decode_and_crop_jpeg image.decode_bmp
  image.decode_gif image.decode_image image.decode_jpeg image.decode_jxl image.decode_png
  image.decode_webp image.draw_bounding_boxes image.encode_jpeg image.encode_png
  image.extract_glimpse image.extract_jpeg_shape image.extract_patches image.flip_left_right
  image.flip_up_down image.generate_bounding_box_proposals image.grayscale_to_rgb image.hsv_to_rgb
  image.image_gradients image.is_jpeg image.non_max_suppression image.non_max_suppression_overlaps
  image.non_max_suppression_padded image.non_max_suppression_with_scores image.pad_to_bounding_box
  image.per_image_standardization image.psnr image.random_brightness image.random_contrast
  image.random_crop image.random_flip_left_right image.random_flip_up_down image.random_hue
  image.random_jpeg_quality image.random_saturation image.resize image.resize_with_crop_or_pad
  image.resize_with_pad image.rgb_to_grayscale image.rgb_to_hsv image.rgb_to_yiq image.rgb_to_yuv
  image.rot90 image.sample_distorted_bounding_box image.sobel_edges image.ssim
  image.ssim_multiscale image.stateless_random_brightness image.stateless_random_contrast
  image.stateless_random_crop image.stateless_random_flip_left_right
  image.stateless_random_flip_up_down image.stateless_random_hue
  image.stateless_random_jpeg_quality image.stateless_random_saturation
  image.stateless_sample_distorted_bounding_box image.total_variation image.transpose
  image.yiq_to_rgb image.yuv_to_rgb less less_equal linalg.LinearOperator
  linalg.LinearOperatorAdjoint linalg.LinearOperatorBlockDiag
  linalg.LinearOperatorBlockLowerTriangular linalg.LinearOperatorCirculant
  linalg.LinearOperatorCirculant2D linalg.LinearOperatorCirculant3D
  linalg.LinearOperatorComposition linalg.LinearOperatorDiag linalg.LinearOperatorFullMatrix
  linalg.LinearOperatorHouseholder linalg.LinearOperatorIdentity linalg.LinearOperatorInversion
  linalg.LinearOperatorKronecker linalg.LinearOperatorLowRankUpdate
  linalg.LinearOperatorLowerTriangular linalg.LinearOperatorPermutation
  linalg.LinearOperatorScaledIdentity linalg.LinearOperatorToeplitz linalg.LinearOperatorTridiag
  linalg.LinearOperatorZeros linalg.adjoint linalg.band_part linalg.banded_triangular_solve
  linalg.cholesky linalg.cholesky_solve linalg.cross linalg.det linalg.diag linalg.diag_part
  linalg.eig linalg.eigh linalg.eigh_tridiagonal linalg.eigvals linalg.eigvalsh linalg.einsum
  linalg.expm linalg.eye linalg.global_norm linalg.inv linalg.l2_normalize linalg.logdet
  linalg.logm linalg.lstsq linalg.lu linalg.lu_matrix_inverse linalg.lu_reconstruct
  linalg.lu_solve linalg.matmul linalg.matrix_rank linalg.matrix_transpose linalg.matvec
  linalg.norm linalg.normalize linalg.pinv linalg.qr linalg.set_diag linalg.slogdet linalg.solve
  linalg.sqrtm linalg.svd linalg.tensor_diag linalg.tensor_diag_part linalg.tensordot linalg.trace
  linalg.triangular_solve linalg.tridiagonal_matmul linalg.tridiagonal_solve linspace logical_and
  logical_not logical_or math.abs math.accumulate_n math.acos math.acosh math.add math.add_n
  math.angle math.approx_max_k math.approx_min_k math.argmax math.argmin math.asin math.asinh
  math.atan math.atan2 math.atanh math.bessel_i0 math.bessel_i0e math.bessel_i1 math.bessel_i1e
  math.betainc math.bincount math.ceil math.confusion_matrix math.conj math.cos math.cosh
  math.count_nonzero math.cumprod math.cumsum math.cumulative_logsumexp math.digamma math.divide
  math.divide_no_nan math.equal math.erf math.erfc math.erfcinv math.erfinv math.exp math.expm1
  math.floor math.floordiv math.floormod math.greater math.greater_equal math.igamma math.igammac
  math.imag math.in_top_k math.invert_permutation math.is_finite math.is_inf math.is_nan
  math.is_non_decreasing math.is_strictly_increasing math.l2_normalize math.lbeta math.less
  math.less_equal math.lgamma math.log math.log1p math.log_sigmoid math.log_softmax
  math.logical_and math.logical_not math.logical_or math.logical_xor math.maximum math.minimum
  math.mod math.multiply math.multiply_no_nan math.ndtri math.negative math.nextafter
  math.not_equal math.polygamma math.polyval math.pow math.real math.reciprocal
  math.reciprocal_no_nan math.reduce_all math.reduce_any math.reduce_euclidean_norm
  math.reduce_logsumexp math.reduce_max math.reduce_mean math.reduce_min math.reduce_prod
  math.reduce_std math.reduce_sum math.reduce_variance math.rint math.round math.rsqrt
  math.scalar_mul math.segment_max math.segment_mean math.segment_min math.segment_prod
  math.segment_sum math.sigmoid math.sign math.sin math.sinh math.sobol_sample math.softmax
  math.softplus math.softsign math.sqrt math.square math.squared_difference math.subtract math.tan
  math.tanh math.top_k math.truediv math.unsorted_segment_max math.unsorted_segment_mean
  math.unsorted_segment_min math.unsorted_segment_prod math.unsorted_segment_sqrt_n
  math.unsorted_segment_sum math.xdivy math.xlog1py math.xlogy math.zero_fraction math.zeta matmul
  matrix_square_root maximum meshgrid minimum multiply negative nn.RNNCellDeviceWrapper
  nn.RNNCellDropoutWrapper nn.RNNCellResidualWrapper nn.all_candidate_sampler nn.approx_max_k
  nn.approx_min_k nn.atrous_conv2d nn.atrous_conv2d_transpose nn.avg_pool nn.avg_pool1d
  nn.avg_pool2d nn.avg_pool3d nn.batch_norm_with_global_normalization nn.batch_normalization
  nn.bias_add nn.collapse_repeated nn.compute_accidental_hits nn.compute_average_loss nn.conv1d
  nn.conv1d_transpose nn.conv2d nn.conv2d_transpose nn.conv3d nn.conv3d_transpose
  nn.conv_transpose nn.convolution nn.crelu nn.ctc_beam_search_decoder nn.ctc_greedy_decoder
  nn.ctc_loss nn.ctc_unique_labels nn.depth_to_space nn.depthwise_conv2d
  nn.depthwise_conv2d_backprop_filter nn.depthwise_conv2d_backprop_input nn.dilation2d nn.dropout
  nn.elu nn.embedding_lookup nn.embedding_lookup_sparse nn.erosion2d
  nn.fractional_avg_pool nn.fractional_max_pool nn.gelu
  nn.in_top_k nn.isotonic_regression nn.l2_loss nn.l2_normalize nn.leaky_relu
  nn.learned_unigram_candidate_sampler nn.local_response_normalization nn.log_poisson_loss
  nn.log_softmax nn.lrn nn.max_pool nn.max_pool1d nn.max_pool2d nn.max_pool3d
  nn.max_pool_with_argmax nn.moments nn.nce_loss nn.normalize_moments nn.pool nn.relu nn.relu6
  nn.safe_embedding_lookup_sparse nn.sampled_softmax_loss nn.scale_regularization_loss nn.selu
  nn.separable_conv2d nn.sigmoid nn.sigmoid_cross_entropy_with_logits nn.silu nn.softmax
  nn.softmax_cross_entropy_with_logits nn.softplus nn.softsign nn.space_to_batch nn.space_to_depth
  nn.sparse_softmax_cross_entropy_with_logits nn.sufficient_statistics nn.swish nn.tanh nn.top_k
  nn.weighted_cross_entropy_with_logits nn.weighted_moments nn.with_space_to_batch
  nn.zero_fraction norm not_equal one_hot ones ones_like pad pow quantization.dequantize
  quantization.fake_quant_with_min_max_args quantization.fake_quant_with_min_max_args_gradient
  quantization.fake_quant_with_min_max_vars quantization.fake_quant_with_min_max_vars_gradient
  quantization.fake_quant_with_min_max_vars_per_channel
  quantization.fake_quant_with_min_max_vars_per_channel_gradient quantization.quantize
  quantization.quantize_and_dequantize quantization.quantize_and_dequantize_v2
  quantization.quantized_concat ragged.boolean_mask ragged.constant ragged.cross
  ragged.cross_hashed ragged.map_flat_values ragged.range ragged.row_splits_to_segment_ids
  ragged.segment_ids_to_row_splits ragged.stack ragged.stack_dynamic_partitions random.Algorithm
  random.Generator random.all_candidate_sampler random.categorical random.create_rng_state
  random.fold_in random.gamma random.get_global_generator
  random.learned_unigram_candidate_sampler random.log_uniform_candidate_sampler random.normal
  random.poisson random.set_global_generator random.set_seed random.shuffle random.split
  random.stateless_binomial random.stateless_categorical random.stateless_gamma
  random.stateless_normal random.stateless_parameterized_truncated_normal random.stateless_poisson
  random.stateless_truncated_normal random.stateless_uniform random.truncated_normal
  random.uniform random.uniform_candidate_sampler range rank realdiv reduce_all reduce_any
  reduce_logsumexp reduce_max reduce_mean reduce_min reduce_prod reduce_sum repeat reshape reverse
  reverse_sequence roll round scalar_mul scatter_nd searchsorted sequence_mask sets.difference
  sets.intersection sets.size sets.union shape shape_n sigmoid sign signal.dct signal.fft
  signal.fft2d signal.fft3d signal.fftnd signal.fftshift signal.frame signal.hamming_window
  signal.hann_window signal.idct signal.ifft signal.ifft2d signal.ifft3d signal.ifftnd
  signal.ifftshift signal.inverse_mdct signal.inverse_stft signal.inverse_stft_window_fn
  signal.irfft signal.irfft2d signal.irfft3d signal.irfftnd signal.kaiser_bessel_derived_window
  signal.kaiser_window signal.linear_to_mel_weight_matrix signal.mdct
  signal.mfccs_from_log_mel_spectrograms signal.overlap_and_add signal.rfft signal.rfft2d
  signal.rfft3d signal.rfftnd signal.stft signal.vorbis_window sin sinh size slice sort
  space_to_batch sparse.SparseTensor sparse.add sparse.bincount sparse.concat sparse.cross
  sparse.cross_hashed sparse.expand_dims sparse.eye sparse.fill_empty_rows sparse.from_dense
  sparse.map_values sparse.mask sparse.maximum sparse.minimum sparse.reduce_max sparse.reduce_sum
  sparse.reorder sparse.reset_shape sparse.reshape sparse.retain sparse.sampled_addmm
  sparse.segment_mean sparse.segment_sqrt_n sparse.segment_sum sparse.slice sparse.softmax
  sparse.sparse_dense_matmul sparse.split sparse.to_dense sparse.to_indicator sparse.transpose
  split sqrt square squeeze stack stop_gradient strided_slice strings.as_string
  strings.bytes_split strings.format strings.join strings.length strings.lower strings.ngrams
  strings.reduce_join strings.regex_full_match strings.regex_replace strings.split strings.strip
  strings.substr strings.to_hash_bucket strings.to_hash_bucket_fast strings.to_hash_bucket_strong
  strings.to_number strings.unicode_decode strings.unicode_decode_with_offsets
  strings.unicode_encode strings.unicode_script strings.unicode_split
  strings.unicode_split_with_offsets strings.unicode_transcode strings.unsorted_segment_join
  strings.upper subtract switch_case tan tanh tensor_scatter_nd_add tensor_scatter_nd_max
  tensor_scatter_nd_min tensor_scatter_nd_sub tensor_scatter_nd_update tensordot tile transpose
  truediv truncatediv truncatemod unique unravel_index unstack where zeros zeros_like
`;
