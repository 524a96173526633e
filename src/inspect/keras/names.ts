/* Made by scripts/keras-names.py, which says what is listed and what is not: do not edit. */

/** Classes and functions of Keras 3 that only compute. */
export const KERAS_NAMES = `
  keras:DTypePolicy,FloatDTypePolicy,Function,Initializer,InputSpec,Layer,Loss,Metric,Model
  keras:Operation,Optimizer,Quantizer,Regularizer,Sequential
  keras.activations:celu,elu,exponential,gelu,glu,hard_shrink,hard_sigmoid,hard_silu
  keras.activations:hard_swish,hard_tanh,leaky_relu,linear,log_sigmoid,log_softmax,mish,relu
  keras.activations:relu6,selu,sigmoid,silu,soft_shrink,softmax,softplus,softsign
  keras.activations:sparse_plus,sparse_sigmoid,sparsemax,squareplus,swish,tanh,tanh_shrink
  keras.activations:threshold
  keras.constraints:Constraint,MaxNorm,MinMaxNorm,NonNeg,UnitNorm,max_norm,min_max_norm
  keras.constraints:non_neg,unit_norm
  keras.dtype_policies:AWQDTypePolicy,DTypePolicy,DTypePolicyMap,FloatDTypePolicy
  keras.dtype_policies:GPTQDTypePolicy,Int4DTypePolicy,QuantizedDTypePolicy
  keras.dtype_policies:QuantizedFloat8DTypePolicy
  keras.initializers:Constant,GlorotNormal,GlorotUniform,HeNormal,HeUniform,Identity
  keras.initializers:IdentityInitializer,Initializer,LecunNormal,LecunUniform,Ones
  keras.initializers:Orthogonal,OrthogonalInitializer,RandomNormal,RandomUniform,STFT
  keras.initializers:STFTInitializer,TruncatedNormal,VarianceScaling,Zeros,constant
  keras.initializers:glorot_normal,glorot_uniform,he_normal,he_uniform,identity,lecun_normal
  keras.initializers:lecun_uniform,ones,orthogonal,random_normal,random_uniform,stft
  keras.initializers:truncated_normal,variance_scaling,zeros
  keras.layers:Activation,ActivityRegularization,AdaptiveAveragePooling1D
  keras.layers:AdaptiveAveragePooling2D,AdaptiveAveragePooling3D,AdaptiveMaxPooling1D
  keras.layers:AdaptiveMaxPooling2D,AdaptiveMaxPooling3D,Add,AdditiveAttention,AlphaDropout
  keras.layers:Attention,AugMix,AutoContrast,Average,AveragePooling1D,AveragePooling2D
  keras.layers:AveragePooling3D,AvgPool1D,AvgPool2D,AvgPool3D,BatchNormalization
  keras.layers:Bidirectional,CategoryEncoding,CenterCrop,Concatenate
  keras.layers:ContrastLimitedAdaptiveHistogramEqualization,Conv1D,Conv1DTranspose,Conv2D
  keras.layers:Conv2DTranspose,Conv3D,Conv3DTranspose,ConvLSTM1D,ConvLSTM2D,ConvLSTM3D
  keras.layers:Convolution1D,Convolution1DTranspose,Convolution2D,Convolution2DTranspose
  keras.layers:Convolution3D,Convolution3DTranspose,Cropping1D,Cropping2D,Cropping3D,CutMix
  keras.layers:Dense,DepthwiseConv1D,DepthwiseConv2D,Discretization,Dot,Dropout,ELU
  keras.layers:EinsumDense,Embedding,Equalization,Flatten,GRU,GRUCell,GaussianDropout
  keras.layers:GaussianNoise,GlobalAveragePooling1D,GlobalAveragePooling2D
  keras.layers:GlobalAveragePooling3D,GlobalAvgPool1D,GlobalAvgPool2D,GlobalAvgPool3D
  keras.layers:GlobalMaxPool1D,GlobalMaxPool2D,GlobalMaxPool3D,GlobalMaxPooling1D
  keras.layers:GlobalMaxPooling2D,GlobalMaxPooling3D,GroupNormalization,GroupQueryAttention
  keras.layers:HashedCrossing,Hashing,Identity,InputLayer,InputSpec,IntegerLookup,LSTM
  keras.layers:LSTMCell,Layer,LayerNormalization,LeakyReLU,Masking,MaxNumBoundingBoxes
  keras.layers:MaxPool1D,MaxPool2D,MaxPool3D,MaxPooling1D,MaxPooling2D,MaxPooling3D,Maximum
  keras.layers:MelSpectrogram,Minimum,MixUp,MultiHeadAttention,Multiply,Normalization,PReLU
  keras.layers:Permute,Pipeline,RMSNormalization,RNN,RandAugment,RandomBrightness
  keras.layers:RandomColorDegeneration,RandomColorJitter,RandomContrast,RandomCrop
  keras.layers:RandomElasticTransform,RandomErasing,RandomFlip,RandomGaussianBlur
  keras.layers:RandomGrayscale,RandomHue,RandomInvert,RandomPerspective,RandomPosterization
  keras.layers:RandomRotation,RandomSaturation,RandomSharpness,RandomShear,RandomTranslation
  keras.layers:RandomZoom,ReLU,RepeatVector,Rescaling,Reshape,Resizing,ReversibleEmbedding
  keras.layers:STFTSpectrogram,SeparableConv1D,SeparableConv2D,SeparableConvolution1D
  keras.layers:SeparableConvolution2D,SimpleRNN,SimpleRNNCell,Softmax,Solarization
  keras.layers:SpatialDropout1D,SpatialDropout2D,SpatialDropout3D,SpectralNormalization
  keras.layers:StackedRNNCells,StringLookup,Subtract,TextVectorization,TimeDistributed
  keras.layers:UnitNormalization,UpSampling1D,UpSampling2D,UpSampling3D,Wrapper
  keras.layers:ZeroPadding1D,ZeroPadding2D,ZeroPadding3D
  keras.losses:BinaryCrossentropy,BinaryFocalCrossentropy,CTC,CategoricalCrossentropy
  keras.losses:CategoricalFocalCrossentropy,CategoricalGeneralizedCrossEntropy
  keras.losses:CategoricalHinge,Circle,CosineSimilarity,Dice,Hinge,Huber,KLD,KLDivergence
  keras.losses:LogCosh,Loss,MAE,MAPE,MSE,MSLE,MeanAbsoluteError,MeanAbsolutePercentageError
  keras.losses:MeanSquaredError,MeanSquaredLogarithmicError,Poisson
  keras.losses:SparseCategoricalCrossentropy,SquaredHinge,Tversky,binary_crossentropy
  keras.losses:binary_focal_crossentropy,categorical_crossentropy
  keras.losses:categorical_focal_crossentropy,categorical_generalized_cross_entropy
  keras.losses:categorical_hinge,circle,cosine_similarity,ctc,dice,hinge,huber,kl_divergence
  keras.losses:kld,kullback_leibler_divergence,log_cosh,logcosh,mae,mape,mean_absolute_error
  keras.losses:mean_absolute_percentage_error,mean_squared_error
  keras.losses:mean_squared_logarithmic_error,mse,msle,poisson
  keras.losses:sparse_categorical_crossentropy,squared_hinge,tversky
  keras.metrics:AUC,Accuracy,BinaryAccuracy,BinaryCrossentropy,BinaryIoU,CategoricalAccuracy
  keras.metrics:CategoricalCrossentropy,CategoricalHinge,ConcordanceCorrelation
  keras.metrics:CosineSimilarity,F1Score,FBetaScore,FalseNegatives,FalsePositives,Hinge,IoU
  keras.metrics:KLD,KLDivergence,LogCoshError,MAE,MAPE,MSE,MSLE,Mean,MeanAbsoluteError
  keras.metrics:MeanAbsolutePercentageError,MeanIoU,MeanMetricWrapper,MeanSquaredError
  keras.metrics:MeanSquaredLogarithmicError,Metric,OneHotIoU,OneHotMeanIoU
  keras.metrics:PearsonCorrelation,Poisson,Precision,PrecisionAtRecall,R2Score,Recall
  keras.metrics:RecallAtPrecision,RootMeanSquaredError,SensitivityAtSpecificity
  keras.metrics:SparseCategoricalAccuracy,SparseCategoricalCrossentropy
  keras.metrics:SparseTopKCategoricalAccuracy,SpecificityAtSensitivity,SquaredHinge,Sum
  keras.metrics:TopKCategoricalAccuracy,TrueNegatives,TruePositives,binary_accuracy
  keras.metrics:binary_crossentropy,binary_focal_crossentropy,categorical_accuracy
  keras.metrics:categorical_crossentropy,categorical_focal_crossentropy,categorical_hinge
  keras.metrics:concordance_correlation,hinge,huber,kl_divergence,kld
  keras.metrics:kullback_leibler_divergence,log_cosh,logcosh,mae,mape,mean_absolute_error
  keras.metrics:mean_absolute_percentage_error,mean_squared_error
  keras.metrics:mean_squared_logarithmic_error,mse,msle,pearson_correlation,poisson
  keras.metrics:sparse_categorical_accuracy,sparse_categorical_crossentropy
  keras.metrics:sparse_top_k_categorical_accuracy,squared_hinge,top_k_categorical_accuracy
  keras.mixed_precision:DTypePolicy,LossScaleOptimizer,Policy keras.models:Model,Sequential
  keras.ops:abs,absolute,adaptive_average_pool,adaptive_max_pool,add,all,allclose,amax,amin
  keras.ops:angle,any,append,arange,arccos,arccosh,arcsin,arcsinh,arctan,arctan2,arctanh
  keras.ops:argmax,argmin,argpartition,argsort,array,array_split,associative_scan,average
  keras.ops:average_pool,bartlett,batch_normalization,binary_crossentropy,bincount
  keras.ops:bitwise_and,bitwise_invert,bitwise_left_shift,bitwise_not,bitwise_or
  keras.ops:bitwise_right_shift,bitwise_xor,blackman,broadcast_to,cast
  keras.ops:categorical_crossentropy,cbrt,cdist,ceil,celu,cholesky,cholesky_inverse,clip
  keras.ops:concatenate,cond,conj,conjugate,conv,conv_transpose,convert_to_numpy
  keras.ops:convert_to_tensor,copy,corrcoef,correlate,cos,cosh,count_nonzero,cross
  keras.ops:ctc_decode,ctc_loss,cumprod,cumsum,deg2rad,depth_to_space,depthwise_conv,det
  keras.ops:diag,diagflat,diagonal,diff,digitize,divide,divide_no_nan,dot
  keras.ops:dot_product_attention,dsplit,dstack,dtype,eig,eigh,einsum,elu,empty,empty_like
  keras.ops:equal,erf,erfc,erfinv,exp,exp2,expand_dims,expm1,extract_sequences,eye,fabs,fft
  keras.ops:fft2,flip,fliplr,flipud,floor,floor_divide,fmax,fmin,fmod,fold,fori_loop,full
  keras.ops:full_like,gcd,gelu,geomspace,get_item,glu,greater,greater_equal,hamming,hanning
  keras.ops:hard_shrink,hard_sigmoid,hard_silu,hard_swish,hard_tanh,heaviside,histogram
  keras.ops:hsplit,hstack,hypot,i0,identity,ifft2,imag,in_top_k,inner,inv,irfft,is_tensor
  keras.ops:isclose,isfinite,isin,isinf,isnan,isneginf,isposinf,isreal,istft,jvp,kaiser,kron
  keras.ops:layer_normalization,lcm,ldexp,leaky_relu,left_shift,less,less_equal,linspace,log
  keras.ops:log10,log1p,log2,log_sigmoid,log_softmax,logaddexp,logaddexp2,logdet,logical_and
  keras.ops:logical_not,logical_or,logical_xor,logspace,logsumexp,lstsq,lu_factor,map,matmul
  keras.ops:matrix_rank,max,max_pool,maximum,mean,median,meshgrid,min,minimum,mod,moments
  keras.ops:moveaxis,multi_hot,multiply,nan_to_num,nanargmax,nanargmin,nancumprod,nancumsum
  keras.ops:nanmax,nanmean,nanmedian,nanmin,nanpercentile,nanprod,nanquantile,nanstd,nansum
  keras.ops:nanvar,ndim,negative,nextafter,nonzero,norm,normalize,not_equal,one_hot,ones
  keras.ops:ones_like,outer,pad,percentile,pinv,polar,power,prod,psnr,ptp,qr,quantile
  keras.ops:rad2deg,ravel,real,rearrange,reciprocal,relu,relu6,repeat,reshape,rfft
  keras.ops:right_shift,rms_normalization,roll,rot90,round,rsqrt,saturate_cast,scan,scatter
  keras.ops:scatter_update,searchsorted,segment_max,segment_min,segment_prod,segment_sum
  keras.ops:select,selu,separable_conv,shape,sigmoid,sign,signbit,silu,sin,sinc,sinh,size
  keras.ops:slice,slice_update,slogdet,soft_shrink,softmax,softplus,softsign,solve
  keras.ops:solve_triangular,sort,space_to_depth,sparse_categorical_crossentropy,sparse_plus
  keras.ops:sparse_sigmoid,sparsemax,split,sqrt,square,squareplus,squeeze,stack,std,stft
  keras.ops:stop_gradient,subtract,sum,svd,swapaxes,swish,switch,take,take_along_axis,tan
  keras.ops:tanh,tanh_shrink,tensordot,threshold,tile,top_k,trace,transpose,trapezoid,tri
  keras.ops:tril,triu,true_divide,trunc,unfold,unique,unravel_index,unstack,vander,var,vdot
  keras.ops:vectorize,vectorized_map,view,view_as_complex,view_as_real,vsplit,vstack,where
  keras.ops:while_loop,zeros,zeros_like
  keras.ops.image:affine_transform,crop_images,elastic_transform,extract_patches
  keras.ops.image:extract_patches_3d,gaussian_blur,hsv_to_rgb,map_coordinates,pad_images
  keras.ops.image:perspective_transform,resize,rgb_to_grayscale,rgb_to_hsv
  keras.ops.image:scale_and_translate,sobel_edges,ssim
  keras.ops.linalg:cholesky,cholesky_inverse,det,eig,eigh,inv,jvp,lstsq,lu_factor
  keras.ops.linalg:matrix_rank,norm,pinv,qr,solve,solve_triangular,svd
  keras.ops.nn:adaptive_average_pool,adaptive_max_pool,average_pool,batch_normalization
  keras.ops.nn:binary_crossentropy,categorical_crossentropy,celu,conv,conv_transpose
  keras.ops.nn:ctc_decode,ctc_loss,depth_to_space,depthwise_conv,dot_product_attention,elu
  keras.ops.nn:fold,gelu,glu,hard_shrink,hard_sigmoid,hard_silu,hard_swish,hard_tanh
  keras.ops.nn:layer_normalization,leaky_relu,log_sigmoid,log_softmax,max_pool,moments
  keras.ops.nn:multi_hot,normalize,one_hot,polar,psnr,relu,relu6,rms_normalization,selu
  keras.ops.nn:separable_conv,sigmoid,silu,soft_shrink,softmax,softplus,softsign
  keras.ops.nn:space_to_depth,sparse_categorical_crossentropy,sparse_plus,sparse_sigmoid
  keras.ops.nn:sparsemax,squareplus,swish,tanh_shrink,threshold,unfold
  keras.ops.numpy:abs,absolute,add,all,allclose,amax,amin,angle,any,append,arange,arccos
  keras.ops.numpy:arccosh,arcsin,arcsinh,arctan,arctan2,arctanh,argmax,argmin,argpartition
  keras.ops.numpy:argsort,array,array_split,average,bartlett,bincount,bitwise_and
  keras.ops.numpy:bitwise_invert,bitwise_left_shift,bitwise_not,bitwise_or
  keras.ops.numpy:bitwise_right_shift,bitwise_xor,blackman,broadcast_to,cbrt,ceil,clip
  keras.ops.numpy:concatenate,conj,conjugate,copy,corrcoef,correlate,cos,cosh,count_nonzero
  keras.ops.numpy:cross,cumprod,cumsum,deg2rad,diag,diagflat,diagonal,diff,digitize,divide
  keras.ops.numpy:divide_no_nan,dot,dsplit,dstack,einsum,empty,empty_like,equal,exp,exp2
  keras.ops.numpy:expand_dims,expm1,eye,fabs,flip,fliplr,flipud,floor,floor_divide,fmax,fmin
  keras.ops.numpy:fmod,full,full_like,gcd,geomspace,get_item,greater,greater_equal,hamming
  keras.ops.numpy:hanning,heaviside,histogram,hsplit,hstack,hypot,i0,identity,imag,inner
  keras.ops.numpy:isclose,isfinite,isin,isinf,isnan,isneginf,isposinf,isreal,kaiser,kron,lcm
  keras.ops.numpy:ldexp,left_shift,less,less_equal,linspace,log,log10,log1p,log2,logaddexp
  keras.ops.numpy:logaddexp2,logical_and,logical_not,logical_or,logical_xor,logspace,matmul
  keras.ops.numpy:max,maximum,mean,median,meshgrid,min,minimum,mod,moveaxis,multiply
  keras.ops.numpy:nan_to_num,nanargmax,nanargmin,nancumprod,nancumsum,nanmax,nanmean
  keras.ops.numpy:nanmedian,nanmin,nanpercentile,nanprod,nanquantile,nanstd,nansum,nanvar
  keras.ops.numpy:ndim,negative,nextafter,nonzero,not_equal,ones,ones_like,outer,pad
  keras.ops.numpy:percentile,power,prod,ptp,quantile,rad2deg,ravel,real,reciprocal,repeat
  keras.ops.numpy:reshape,right_shift,roll,rot90,round,searchsorted,select,sign,signbit,sin
  keras.ops.numpy:sinc,sinh,size,slogdet,sort,split,sqrt,square,squeeze,stack,std,subtract
  keras.ops.numpy:sum,swapaxes,take,take_along_axis,tan,tanh,tensordot,tile,trace,transpose
  keras.ops.numpy:trapezoid,tri,tril,triu,true_divide,trunc,unique,unravel_index,vander,var
  keras.ops.numpy:vdot,vectorize,view,vsplit,vstack,where,zeros,zeros_like
  keras.optimizers:Adadelta,Adafactor,Adagrad,Adam,AdamW,Adamax,Ftrl,Lamb,Lion
  keras.optimizers:LossScaleOptimizer,MultiOptimizer,Muon,Nadam,Optimizer,OptimizerMap
  keras.optimizers:RMSprop,SGD,ScheduleFreeAdamW
  keras.optimizers.schedules:CosineDecay,CosineDecayRestarts,ExponentialDecay
  keras.optimizers.schedules:InverseTimeDecay,LearningRateSchedule,PiecewiseConstantDecay
  keras.optimizers.schedules:PolynomialDecay
  keras.quantizers:AbsMaxQuantizer,Float8QuantizationConfig,Int4QuantizationConfig
  keras.quantizers:Int8QuantizationConfig,QuantizationConfig,Quantizer keras.random:SeedGenerator
  keras.regularizers:L1,L1L2,L2,OrthogonalRegularizer,Regularizer,l1,l1_l2,l2
  keras.regularizers:orthogonal_regularizer
  keras.src.activations.activations:Mish,ReLU,celu,elu,exponential,gelu,glu,hard_shrink
  keras.src.activations.activations:hard_sigmoid,hard_silu,hard_tanh,leaky_relu,linear
  keras.src.activations.activations:log_sigmoid,log_softmax,mish,relu,relu6,selu,sigmoid
  keras.src.activations.activations:silu,soft_shrink,softmax,softplus,softsign,sparse_plus
  keras.src.activations.activations:sparse_sigmoid,sparsemax,squareplus,tanh,tanh_shrink
  keras.src.activations.activations:threshold
  keras.src.applications.convnext:LayerScale,StochasticDepth
  keras.src.applications.inception_resnet_v2:CustomScaleLayer
  keras.src.constraints.constraints:Constraint,MaxNorm,MinMaxNorm,NonNeg,UnitNorm
  keras.src.dtype_policies.dtype_policy:AWQDTypePolicy,DTypePolicy,FloatDTypePolicy
  keras.src.dtype_policies.dtype_policy:GPTQDTypePolicy,Int4DTypePolicy,QuantizedDTypePolicy
  keras.src.dtype_policies.dtype_policy:QuantizedFloat8DTypePolicy
  keras.src.dtype_policies.dtype_policy_map:DTypePolicyMap
  keras.src.initializers.constant_initializers:Constant,Identity,Ones,STFT,Zeros
  keras.src.initializers.initializer:Initializer
  keras.src.initializers.random_initializers:GlorotNormal,GlorotUniform,HeNormal,HeUniform
  keras.src.initializers.random_initializers:LecunNormal,LecunUniform,Orthogonal
  keras.src.initializers.random_initializers:RandomInitializer,RandomNormal,RandomUniform
  keras.src.initializers.random_initializers:TruncatedNormal,VarianceScaling,compute_fans
  keras.src.layers.activations.activation:Activation keras.src.layers.activations.elu:ELU
  keras.src.layers.activations.leaky_relu:LeakyReLU keras.src.layers.activations.prelu:PReLU
  keras.src.layers.activations.relu:ReLU keras.src.layers.activations.softmax:Softmax
  keras.src.layers.attention.additive_attention:AdditiveAttention
  keras.src.layers.attention.attention:Attention
  keras.src.layers.attention.grouped_query_attention:GroupedQueryAttention
  keras.src.layers.attention.multi_head_attention:MultiHeadAttention
  keras.src.layers.convolutional.base_conv:BaseConv
  keras.src.layers.convolutional.base_conv_transpose:BaseConvTranspose
  keras.src.layers.convolutional.base_depthwise_conv:BaseDepthwiseConv
  keras.src.layers.convolutional.base_separable_conv:BaseSeparableConv
  keras.src.layers.convolutional.conv1d:Conv1D
  keras.src.layers.convolutional.conv1d_transpose:Conv1DTranspose
  keras.src.layers.convolutional.conv2d:Conv2D
  keras.src.layers.convolutional.conv2d_transpose:Conv2DTranspose
  keras.src.layers.convolutional.conv3d:Conv3D
  keras.src.layers.convolutional.conv3d_transpose:Conv3DTranspose
  keras.src.layers.convolutional.depthwise_conv1d:DepthwiseConv1D
  keras.src.layers.convolutional.depthwise_conv2d:DepthwiseConv2D
  keras.src.layers.convolutional.separable_conv1d:SeparableConv1D
  keras.src.layers.convolutional.separable_conv2d:SeparableConv2D
  keras.src.layers.core.dense:Dense keras.src.layers.core.einsum_dense:EinsumDense
  keras.src.layers.core.embedding:Embedding keras.src.layers.core.identity:Identity
  keras.src.layers.core.input_layer:InputLayer keras.src.layers.core.masking:Masking
  keras.src.layers.core.reversible_embedding:ReversibleEmbedding
  keras.src.layers.core.wrapper:Wrapper keras.src.layers.input_spec:InputSpec
  keras.src.layers.layer:Layer keras.src.layers.merging.add:Add
  keras.src.layers.merging.average:Average keras.src.layers.merging.base_merge:Merge
  keras.src.layers.merging.concatenate:Concatenate keras.src.layers.merging.dot:Dot
  keras.src.layers.merging.maximum:Maximum keras.src.layers.merging.minimum:Minimum
  keras.src.layers.merging.multiply:Multiply keras.src.layers.merging.subtract:Subtract
  keras.src.layers.normalization.batch_normalization:BatchNormalization
  keras.src.layers.normalization.group_normalization:GroupNormalization
  keras.src.layers.normalization.layer_normalization:LayerNormalization
  keras.src.layers.normalization.rms_normalization:RMSNormalization
  keras.src.layers.normalization.spectral_normalization:SpectralNormalization
  keras.src.layers.normalization.unit_normalization:UnitNormalization
  keras.src.layers.pooling.adaptive_average_pooling1d:AdaptiveAveragePooling1D
  keras.src.layers.pooling.adaptive_average_pooling2d:AdaptiveAveragePooling2D
  keras.src.layers.pooling.adaptive_average_pooling3d:AdaptiveAveragePooling3D
  keras.src.layers.pooling.adaptive_max_pooling1d:AdaptiveMaxPooling1D
  keras.src.layers.pooling.adaptive_max_pooling2d:AdaptiveMaxPooling2D
  keras.src.layers.pooling.adaptive_max_pooling3d:AdaptiveMaxPooling3D
  keras.src.layers.pooling.average_pooling1d:AveragePooling1D
  keras.src.layers.pooling.average_pooling2d:AveragePooling2D
  keras.src.layers.pooling.average_pooling3d:AveragePooling3D
  keras.src.layers.pooling.base_adaptive_pooling:BaseAdaptiveAveragePooling
  keras.src.layers.pooling.base_adaptive_pooling:BaseAdaptiveMaxPooling,BaseAdaptivePooling
  keras.src.layers.pooling.base_global_pooling:BaseGlobalPooling
  keras.src.layers.pooling.base_pooling:BasePooling
  keras.src.layers.pooling.global_average_pooling1d:GlobalAveragePooling1D
  keras.src.layers.pooling.global_average_pooling2d:GlobalAveragePooling2D
  keras.src.layers.pooling.global_average_pooling3d:GlobalAveragePooling3D
  keras.src.layers.pooling.global_max_pooling1d:GlobalMaxPooling1D
  keras.src.layers.pooling.global_max_pooling2d:GlobalMaxPooling2D
  keras.src.layers.pooling.global_max_pooling3d:GlobalMaxPooling3D
  keras.src.layers.pooling.max_pooling1d:MaxPooling1D
  keras.src.layers.pooling.max_pooling2d:MaxPooling2D
  keras.src.layers.pooling.max_pooling3d:MaxPooling3D
  keras.src.layers.preprocessing.category_encoding:CategoryEncoding
  keras.src.layers.preprocessing.data_layer:DataLayer
  keras.src.layers.preprocessing.discretization:Discretization
  keras.src.layers.preprocessing.feature_space:Cross,Feature,FeatureSpace,TFDConcat
  keras.src.layers.preprocessing.feature_space:TFDIdentity
  keras.src.layers.preprocessing.hashed_crossing:HashedCrossing
  keras.src.layers.preprocessing.hashing:Hashing
  keras.src.layers.preprocessing.image_preprocessing.aug_mix:AugMix
  keras.src.layers.preprocessing.image_preprocessing.auto_contrast:AutoContrast
  keras.src.layers.preprocessing.image_preprocessing.base_image_preprocessing_layer:
  keras.src.layers.preprocessing.image_preprocessing.base_image_preprocessing_layer:BaseImagePreprocessingLayer
  keras.src.layers.preprocessing.image_preprocessing.center_crop:CenterCrop
  keras.src.layers.preprocessing.image_preprocessing.clahe:
  keras.src.layers.preprocessing.image_preprocessing.clahe:ContrastLimitedAdaptiveHistogramEqualization
  keras.src.layers.preprocessing.image_preprocessing.cut_mix:CutMix
  keras.src.layers.preprocessing.image_preprocessing.equalization:Equalization
  keras.src.layers.preprocessing.image_preprocessing.max_num_bounding_box:
  keras.src.layers.preprocessing.image_preprocessing.max_num_bounding_box:MaxNumBoundingBoxes
  keras.src.layers.preprocessing.image_preprocessing.mix_up:MixUp
  keras.src.layers.preprocessing.image_preprocessing.rand_augment:RandAugment
  keras.src.layers.preprocessing.image_preprocessing.random_brightness:RandomBrightness
  keras.src.layers.preprocessing.image_preprocessing.random_color_degeneration:
  keras.src.layers.preprocessing.image_preprocessing.random_color_degeneration:RandomColorDegeneration
  keras.src.layers.preprocessing.image_preprocessing.random_color_jitter:RandomColorJitter
  keras.src.layers.preprocessing.image_preprocessing.random_contrast:RandomContrast
  keras.src.layers.preprocessing.image_preprocessing.random_crop:RandomCrop
  keras.src.layers.preprocessing.image_preprocessing.random_elastic_transform:
  keras.src.layers.preprocessing.image_preprocessing.random_elastic_transform:RandomElasticTransform
  keras.src.layers.preprocessing.image_preprocessing.random_erasing:RandomErasing
  keras.src.layers.preprocessing.image_preprocessing.random_flip:RandomFlip
  keras.src.layers.preprocessing.image_preprocessing.random_gaussian_blur:
  keras.src.layers.preprocessing.image_preprocessing.random_gaussian_blur:RandomGaussianBlur
  keras.src.layers.preprocessing.image_preprocessing.random_grayscale:RandomGrayscale
  keras.src.layers.preprocessing.image_preprocessing.random_hue:RandomHue
  keras.src.layers.preprocessing.image_preprocessing.random_invert:RandomInvert
  keras.src.layers.preprocessing.image_preprocessing.random_perspective:RandomPerspective
  keras.src.layers.preprocessing.image_preprocessing.random_posterization:
  keras.src.layers.preprocessing.image_preprocessing.random_posterization:RandomPosterization
  keras.src.layers.preprocessing.image_preprocessing.random_rotation:RandomRotation
  keras.src.layers.preprocessing.image_preprocessing.random_saturation:RandomSaturation
  keras.src.layers.preprocessing.image_preprocessing.random_sharpness:RandomSharpness
  keras.src.layers.preprocessing.image_preprocessing.random_shear:RandomShear
  keras.src.layers.preprocessing.image_preprocessing.random_translation:RandomTranslation
  keras.src.layers.preprocessing.image_preprocessing.random_zoom:RandomZoom
  keras.src.layers.preprocessing.image_preprocessing.resizing:Resizing
  keras.src.layers.preprocessing.image_preprocessing.solarization:Solarization
  keras.src.layers.preprocessing.index_lookup:IndexLookup
  keras.src.layers.preprocessing.integer_lookup:IntegerLookup
  keras.src.layers.preprocessing.mel_spectrogram:MelSpectrogram
  keras.src.layers.preprocessing.normalization:Normalization
  keras.src.layers.preprocessing.pipeline:Pipeline
  keras.src.layers.preprocessing.rescaling:Rescaling
  keras.src.layers.preprocessing.stft_spectrogram:STFTSpectrogram
  keras.src.layers.preprocessing.string_lookup:StringLookup
  keras.src.layers.preprocessing.text_vectorization:TextVectorization
  keras.src.layers.preprocessing.tf_data_layer:TFDataLayer
  keras.src.layers.regularization.activity_regularization:ActivityRegularization
  keras.src.layers.regularization.alpha_dropout:AlphaDropout
  keras.src.layers.regularization.dropout:Dropout
  keras.src.layers.regularization.gaussian_dropout:GaussianDropout
  keras.src.layers.regularization.gaussian_noise:GaussianNoise
  keras.src.layers.regularization.spatial_dropout:BaseSpatialDropout,SpatialDropout1D
  keras.src.layers.regularization.spatial_dropout:SpatialDropout2D,SpatialDropout3D
  keras.src.layers.reshaping.cropping1d:Cropping1D
  keras.src.layers.reshaping.cropping2d:Cropping2D
  keras.src.layers.reshaping.cropping3d:Cropping3D keras.src.layers.reshaping.flatten:Flatten
  keras.src.layers.reshaping.permute:Permute keras.src.layers.reshaping.repeat_vector:RepeatVector
  keras.src.layers.reshaping.reshape:Reshape keras.src.layers.reshaping.up_sampling1d:UpSampling1D
  keras.src.layers.reshaping.up_sampling2d:UpSampling2D
  keras.src.layers.reshaping.up_sampling3d:UpSampling3D
  keras.src.layers.reshaping.zero_padding1d:ZeroPadding1D
  keras.src.layers.reshaping.zero_padding2d:ZeroPadding2D
  keras.src.layers.reshaping.zero_padding3d:ZeroPadding3D
  keras.src.layers.rnn.bidirectional:Bidirectional
  keras.src.layers.rnn.conv_lstm:ConvLSTM,ConvLSTMCell keras.src.layers.rnn.conv_lstm1d:ConvLSTM1D
  keras.src.layers.rnn.conv_lstm2d:ConvLSTM2D keras.src.layers.rnn.conv_lstm3d:ConvLSTM3D
  keras.src.layers.rnn.gru:GRU,GRUCell keras.src.layers.rnn.lstm:LSTM,LSTMCell
  keras.src.layers.rnn.rnn:RNN keras.src.layers.rnn.simple_rnn:SimpleRNN,SimpleRNNCell
  keras.src.layers.rnn.stacked_rnn_cells:StackedRNNCells
  keras.src.layers.rnn.time_distributed:TimeDistributed
  keras.src.losses.loss:Loss,apply_mask,reduce_values,reduce_weighted_values
  keras.src.losses.loss:scale_loss_for_distribution,squeeze_or_expand_to_same_rank
  keras.src.losses.loss:standardize_reduction,unscale_loss_for_distribution
  keras.src.losses.losses:BinaryCrossentropy,BinaryFocalCrossentropy,CTC
  keras.src.losses.losses:CategoricalCrossentropy,CategoricalFocalCrossentropy
  keras.src.losses.losses:CategoricalGeneralizedCrossEntropy,CategoricalHinge,Circle
  keras.src.losses.losses:CosineSimilarity,Dice,Hinge,Huber,KLDivergence,LogCosh
  keras.src.losses.losses:LossFunctionWrapper,MeanAbsoluteError,MeanAbsolutePercentageError
  keras.src.losses.losses:MeanSquaredError,MeanSquaredLogarithmicError,Poisson
  keras.src.losses.losses:SparseCategoricalCrossentropy,SquaredHinge,Tversky
  keras.src.losses.losses:binary_crossentropy,binary_focal_crossentropy
  keras.src.losses.losses:categorical_crossentropy,categorical_focal_crossentropy
  keras.src.losses.losses:categorical_generalized_cross_entropy,categorical_hinge,circle
  keras.src.losses.losses:convert_binary_labels_to_hinge,cosine_similarity,ctc,dice,hinge
  keras.src.losses.losses:huber,kl_divergence,log_cosh,mean_absolute_error
  keras.src.losses.losses:mean_absolute_percentage_error,mean_squared_error
  keras.src.losses.losses:mean_squared_logarithmic_error,poisson
  keras.src.losses.losses:sparse_categorical_crossentropy,squared_hinge,tversky
  keras.src.metrics.accuracy_metrics:Accuracy,BinaryAccuracy,CategoricalAccuracy
  keras.src.metrics.accuracy_metrics:SparseCategoricalAccuracy,SparseTopKCategoricalAccuracy
  keras.src.metrics.accuracy_metrics:TopKCategoricalAccuracy,accuracy,binary_accuracy
  keras.src.metrics.accuracy_metrics:categorical_accuracy,sparse_categorical_accuracy
  keras.src.metrics.accuracy_metrics:sparse_top_k_categorical_accuracy
  keras.src.metrics.accuracy_metrics:top_k_categorical_accuracy
  keras.src.metrics.confusion_metrics:AUC,FalseNegatives,FalsePositives,Precision
  keras.src.metrics.confusion_metrics:PrecisionAtRecall,Recall,RecallAtPrecision
  keras.src.metrics.confusion_metrics:SensitivityAtSpecificity,SensitivitySpecificityBase
  keras.src.metrics.confusion_metrics:SpecificityAtSensitivity,TrueNegatives,TruePositives
  keras.src.metrics.correlation_metrics:ConcordanceCorrelation,PearsonCorrelation
  keras.src.metrics.correlation_metrics:concordance_correlation,pearson_correlation
  keras.src.metrics.f_score_metrics:F1Score,FBetaScore
  keras.src.metrics.hinge_metrics:CategoricalHinge,Hinge,SquaredHinge
  keras.src.metrics.iou_metrics:BinaryIoU,IoU,MeanIoU,OneHotIoU,OneHotMeanIoU
  keras.src.metrics.metric:Metric
  keras.src.metrics.metrics_utils:assert_thresholds_range,confusion_matrix
  keras.src.metrics.metrics_utils:is_evenly_distributed_thresholds,parse_init_thresholds
  keras.src.metrics.metrics_utils:update_confusion_matrix_variables
  keras.src.metrics.probabilistic_metrics:BinaryCrossentropy,CategoricalCrossentropy
  keras.src.metrics.probabilistic_metrics:KLDivergence,Poisson,SparseCategoricalCrossentropy
  keras.src.metrics.reduction_metrics:Mean,MeanMetricWrapper,Sum,reduce_to_samplewise_values
  keras.src.metrics.regression_metrics:CosineSimilarity,LogCoshError,MeanAbsoluteError
  keras.src.metrics.regression_metrics:MeanAbsolutePercentageError,MeanSquaredError
  keras.src.metrics.regression_metrics:MeanSquaredLogarithmicError,R2Score
  keras.src.metrics.regression_metrics:RootMeanSquaredError,cosine_similarity
  keras.src.models.functional:Functional keras.src.models.model:Model
  keras.src.models.sequential:Sequential
  keras.src.ops.core:AssociativeScan,Cast,Cond,ConvertToTensor,ForiLoop,Map,SaturateCast
  keras.src.ops.core:Scan,Scatter,ScatterUpdate,Slice,SliceUpdate,StopGradient,Switch
  keras.src.ops.core:Unstack,VectorizedMap,WhileLoop,associative_scan,cast,cond
  keras.src.ops.core:convert_to_numpy,convert_to_tensor,dtype,fori_loop,is_tensor,map
  keras.src.ops.core:saturate_cast,scan,scatter,scatter_update,shape,slice,slice_update
  keras.src.ops.core:stop_gradient,switch,unstack,vectorized_map,while_loop
  keras.src.ops.einops:Rearrange,rearrange keras.src.ops.function:Function,make_node_key,map_graph
  keras.src.ops.image:AffineTransform,CropImages,ElasticTransform,ExtractPatches
  keras.src.ops.image:GaussianBlur,HSVToRGB,MapCoordinates,PadImages,PerspectiveTransform
  keras.src.ops.image:RGBToGrayscale,RGBToHSV,Resize,SSIM,ScaleAndTranslate,SobelEdges
  keras.src.ops.image:affine_transform,crop_images,elastic_transform,extract_patches
  keras.src.ops.image:extract_patches_3d,gaussian_blur,hsv_to_rgb,map_coordinates,pad_images
  keras.src.ops.image:perspective_transform,resize,rgb_to_grayscale,rgb_to_hsv
  keras.src.ops.image:scale_and_translate,sobel_edges,ssim
  keras.src.ops.linalg:Cholesky,CholeskyInverse,Det,Eig,Eigh,Inv,JVP,Lstsq,LuFactor
  keras.src.ops.linalg:MatrixRank,Norm,Pinv,Qr,SVD,Solve,SolveTriangular,cholesky
  keras.src.ops.linalg:cholesky_inverse,det,eig,eigh,inv,jvp,lstsq,lu_factor,matrix_rank
  keras.src.ops.linalg:norm,pinv,qr,solve,solve_triangular,svd
  keras.src.ops.math:CDist,Erf,Erfc,Erfinv,ExtractSequences,FFT,FFT2,IFFT2,IRFFT,ISTFT
  keras.src.ops.math:InTopK,Logdet,Logsumexp,RFFT,Rsqrt,STFT,SegmentMax,SegmentMin
  keras.src.ops.math:SegmentProd,SegmentReduction,SegmentSum,TopK,ViewAsComplex,ViewAsReal
  keras.src.ops.math:cdist,erf,erfc,erfinv,extract_sequences,fft,fft2,ifft2,in_top_k,irfft
  keras.src.ops.math:istft,logdet,logsumexp,rfft,rsqrt,segment_max,segment_min,segment_prod
  keras.src.ops.math:segment_sum,stft,top_k,view_as_complex,view_as_real
  keras.src.ops.nn:AdaptiveAveragePool,AdaptiveMaxPool,AveragePool,BatchNorm
  keras.src.ops.nn:BinaryCrossentropy,CTCDecode,CTCLoss,CategoricalCrossentropy,Celu,Conv
  keras.src.ops.nn:ConvTranspose,DepthToSpace,DepthwiseConv,DotProductAttention,Elu,Fold
  keras.src.ops.nn:Gelu,Glu,HardShrink,HardSigmoid,HardSilu,HardTanh,LayerNorm,LeakyRelu
  keras.src.ops.nn:LogSigmoid,LogSoftmax,MaxPool,Moments,MultiHot,Normalize,OneHot,PSNR
  keras.src.ops.nn:Polar,RMSNorm,Relu,Relu6,Selu,SeparableConv,Sigmoid,Silu,SoftShrink
  keras.src.ops.nn:Softmax,Softplus,Softsign,SpaceToDepth,SparseCategoricalCrossentropy
  keras.src.ops.nn:SparsePlus,SparseSigmoid,Sparsemax,Squareplus,TanhShrink,Threshold,Unfold
  keras.src.ops.nn:adaptive_average_pool,adaptive_max_pool,average_pool,batch_normalization
  keras.src.ops.nn:binary_crossentropy,categorical_crossentropy,celu,conv,conv_transpose
  keras.src.ops.nn:ctc_decode,ctc_loss,depth_to_space,depthwise_conv,dot_product_attention
  keras.src.ops.nn:elu,fold,gelu,glu,hard_shrink,hard_sigmoid,hard_silu,hard_tanh
  keras.src.ops.nn:layer_normalization,leaky_relu,log_sigmoid,log_softmax,max_pool,moments
  keras.src.ops.nn:multi_hot,normalize,one_hot,polar,psnr,relu,relu6,rms_normalization,selu
  keras.src.ops.nn:separable_conv,sigmoid,silu,soft_shrink,softmax,softplus,softsign
  keras.src.ops.nn:space_to_depth,sparse_categorical_crossentropy,sparse_plus,sparse_sigmoid
  keras.src.ops.nn:sparsemax,squareplus,tanh_shrink,threshold,unfold
  keras.src.ops.node:is_keras_tensor
  keras.src.ops.numpy:Abs,Absolute,Add,All,AllClose,Amax,Amin,Angle,Any,Append,Arange,Arccos
  keras.src.ops.numpy:Arccosh,Arcsin,Arcsinh,Arctan,Arctan2,Arctanh,Argmax,Argmin
  keras.src.ops.numpy:Argpartition,Argsort,Array,ArraySplit,Average,Bartlett,Bincount
  keras.src.ops.numpy:BitwiseAnd,BitwiseInvert,BitwiseLeftShift,BitwiseNot,BitwiseOr
  keras.src.ops.numpy:BitwiseRightShift,BitwiseXor,Blackman,BroadcastTo,Cbrt,Ceil,Clip
  keras.src.ops.numpy:Concatenate,Conj,Conjugate,Copy,Corrcoef,Correlate,Cos,Cosh
  keras.src.ops.numpy:CountNonzero,Cross,Cumprod,Cumsum,Deg2rad,Diag,Diagflat,Diagonal,Diff
  keras.src.ops.numpy:Digitize,Divide,DivideNoNan,Dot,Dsplit,Dstack,Einsum,Empty,EmptyLike
  keras.src.ops.numpy:Equal,Exp,Exp2,ExpandDims,Expm1,Eye,Fabs,Flip,Fliplr,Flipud,Floor
  keras.src.ops.numpy:FloorDivide,Fmax,Fmin,Fmod,Full,FullLike,Gcd,Geomspace,GetItem,Greater
  keras.src.ops.numpy:GreaterEqual,Hamming,Hanning,Heaviside,Histogram,Hsplit,Hstack,Hypot
  keras.src.ops.numpy:I0,Identity,Imag,Inner,IsIn,Isclose,Isfinite,Isinf,Isnan,Isneginf
  keras.src.ops.numpy:Isposinf,Isreal,Kaiser,Kron,Lcm,Ldexp,LeftShift,Less,LessEqual
  keras.src.ops.numpy:Linspace,Log,Log10,Log1p,Log2,Logaddexp,Logaddexp2,LogicalAnd
  keras.src.ops.numpy:LogicalNot,LogicalOr,LogicalXor,Logspace,Matmul,Max,Maximum,Mean
  keras.src.ops.numpy:Median,Meshgrid,Min,Minimum,Mod,Moveaxis,Multiply,NanToNum,Nanargmax
  keras.src.ops.numpy:Nanargmin,Nancumprod,Nancumsum,Nanmax,Nanmean,Nanmedian,Nanmin
  keras.src.ops.numpy:Nanpercentile,Nanprod,Nanquantile,Nanstd,Nansum,Nanvar,Ndim,Negative
  keras.src.ops.numpy:Nextafter,Nonzero,NotEqual,Ones,OnesLike,Outer,Pad,Percentile,Power
  keras.src.ops.numpy:Prod,Ptp,Quantile,Rad2deg,Ravel,Real,Reciprocal,Repeat,Reshape
  keras.src.ops.numpy:RightShift,Roll,Rot90,Round,SearchSorted,Select,Sign,Signbit,Sin,Sinc
  keras.src.ops.numpy:Sinh,Size,Slogdet,Sort,Split,Sqrt,Square,Squeeze,Stack,Std,Subtract
  keras.src.ops.numpy:Sum,Swapaxes,Take,TakeAlongAxis,Tan,Tanh,Tensordot,Tile,Trace
  keras.src.ops.numpy:Transpose,Trapezoid,Tri,Tril,Triu,TrueDivide,Trunc,Unique,UnravelIndex
  keras.src.ops.numpy:Vander,Var,Vdot,View,Vsplit,Vstack,Where,Zeros,ZerosLike,abs,absolute
  keras.src.ops.numpy:add,all,allclose,amax,amin,angle,any,append,arange,arccos,arccosh
  keras.src.ops.numpy:arcsin,arcsinh,arctan,arctan2,arctanh,argmax,argmin,argpartition
  keras.src.ops.numpy:argsort,array,array_split,average,bartlett,bincount,bitwise_and
  keras.src.ops.numpy:bitwise_invert,bitwise_left_shift,bitwise_not,bitwise_or
  keras.src.ops.numpy:bitwise_right_shift,bitwise_xor,blackman,broadcast_to,cbrt,ceil,clip
  keras.src.ops.numpy:concatenate,conj,conjugate,copy,corrcoef,correlate,cos,cosh
  keras.src.ops.numpy:count_nonzero,cross,cumprod,cumsum,deg2rad,diag,diagflat,diagonal,diff
  keras.src.ops.numpy:digitize,divide,divide_no_nan,dot,dsplit,dstack,einsum,empty
  keras.src.ops.numpy:empty_like,equal,exp,exp2,expand_dims,expm1,eye,fabs,flip,fliplr
  keras.src.ops.numpy:flipud,floor,floor_divide,fmax,fmin,fmod,full,full_like,gcd,geomspace
  keras.src.ops.numpy:get_item,greater,greater_equal,hamming,hanning,heaviside,histogram
  keras.src.ops.numpy:hsplit,hstack,hypot,i0,identity,imag,inner,isclose,isfinite,isin,isinf
  keras.src.ops.numpy:isnan,isneginf,isposinf,isreal,kaiser,kron,lcm,ldexp,left_shift,less
  keras.src.ops.numpy:less_equal,linspace,log,log10,log1p,log2,logaddexp,logaddexp2
  keras.src.ops.numpy:logical_and,logical_not,logical_or,logical_xor,logspace,matmul,max
  keras.src.ops.numpy:maximum,mean,median,meshgrid,min,minimum,mod,moveaxis,multiply
  keras.src.ops.numpy:nan_to_num,nanargmax,nanargmin,nancumprod,nancumsum,nanmax,nanmean
  keras.src.ops.numpy:nanmedian,nanmin,nanpercentile,nanprod,nanquantile,nanstd,nansum
  keras.src.ops.numpy:nanvar,ndim,negative,nextafter,nonzero,not_equal,ones,ones_like,outer
  keras.src.ops.numpy:pad,percentile,power,prod,ptp,quantile,rad2deg,ravel,real,reciprocal
  keras.src.ops.numpy:repeat,reshape,right_shift,roll,rot90,round,searchsorted,select
  keras.src.ops.numpy:shape_equal,sign,signbit,sin,sinc,sinh,size,slogdet,sort,split,sqrt
  keras.src.ops.numpy:square,squeeze,stack,std,subtract,sum,swapaxes,take,take_along_axis
  keras.src.ops.numpy:tan,tanh,tensordot,tile,trace,transpose,trapezoid,tri,tril,triu
  keras.src.ops.numpy:true_divide,trunc,unique,unravel_index,vander,var,vdot,vectorize,view
  keras.src.ops.numpy:vsplit,vstack,where,zeros,zeros_like keras.src.ops.operation:Operation
  keras.src.ops.operation_utils:broadcast_shapes,compute_conv_output_shape
  keras.src.ops.operation_utils:compute_expand_dims_output_shape,compute_matmul_output_shape
  keras.src.ops.operation_utils:compute_pooling_output_shape,compute_reshape_output_shape
  keras.src.ops.operation_utils:compute_take_along_axis_output_shape
  keras.src.ops.operation_utils:compute_transpose_output_shape,get_source_inputs
  keras.src.ops.operation_utils:reduce_shape,validate_reshape_shape
  keras.src.optimizers.adadelta:Adadelta keras.src.optimizers.adafactor:Adafactor
  keras.src.optimizers.adagrad:Adagrad keras.src.optimizers.adam:Adam
  keras.src.optimizers.adamax:Adamax keras.src.optimizers.adamw:AdamW
  keras.src.optimizers.base_optimizer:BaseOptimizer keras.src.optimizers.ftrl:Ftrl
  keras.src.optimizers.lamb:Lamb keras.src.optimizers.lion:Lion
  keras.src.optimizers.loss_scale_optimizer:LossScaleOptimizer
  keras.src.optimizers.multi_optimizer:MultiOptimizer,OptimizerMap keras.src.optimizers.muon:Muon
  keras.src.optimizers.nadam:Nadam keras.src.optimizers.optimizer:Optimizer
  keras.src.optimizers.rmsprop:RMSprop keras.src.optimizers.schedule_free_adamw:ScheduleFreeAdamW
  keras.src.optimizers.schedules.learning_rate_schedule:CosineDecay,CosineDecayRestarts
  keras.src.optimizers.schedules.learning_rate_schedule:ExponentialDecay,InverseTimeDecay
  keras.src.optimizers.schedules.learning_rate_schedule:LearningRateSchedule
  keras.src.optimizers.schedules.learning_rate_schedule:PiecewiseConstantDecay
  keras.src.optimizers.schedules.learning_rate_schedule:PolynomialDecay
  keras.src.optimizers.sgd:SGD
  keras.src.quantizers.quantization_config:Float8QuantizationConfig,Int4QuantizationConfig
  keras.src.quantizers.quantization_config:Int8QuantizationConfig,QuantizationConfig
  keras.src.quantizers.quantizers:AbsMaxQuantizer,FakeQuantWithMinMaxVars,GPTQQuantizer
  keras.src.quantizers.quantizers:Quantizer keras.src.random.seed_generator:SeedGenerator
  keras.src.regularizers.regularizers:L1,L1L2,L2,OrthogonalRegularizer,Regularizer
  keras.src.regularizers.regularizers:validate_float_arg
  keras.src.trainers.compile_utils:CompileLoss,CompileMetrics,MetricsList
  keras.utils:FeatureSpace,get_source_inputs
`;

/** Plain strings that Keras looks up: activations, initializers, losses. */
export const KERAS_STRINGS = `
  ACC AUC Accuracy Adadelta Adagrad Adam Adamax BCE BinaryAccuracy BinaryCrossentropy
  BinaryFocalCrossentropy BinaryIoU CTC CategoricalAccuracy CategoricalCrossentropy
  CategoricalFocalCrossentropy CategoricalHinge Circle ConcordanceCorrelation Constant ConstantV2
  Constraint CosineSimilarity Custom>Adadelta Custom>Adafactor Custom>Adagrad Custom>Adam
  Custom>AdamW Custom>Adamax Custom>CustomScaleLayer Custom>Ftrl Custom>Lion Custom>Nadam
  Custom>RMSprop Custom>SGD Custom>SharpnessAwareMinimization Dice F1Score FBetaScore
  FalseNegatives FalsePositives Ftrl GlorotNormal GlorotNormalV2 GlorotUniform GlorotUniformV2
  HeNormal HeNormalV2 HeUniform HeUniformV2 Hinge Huber Identity IdentityInitializer IdentityV2
  Initializer IoU KLD KLDivergence L1 L1L2 L2 LecunNormal LecunNormalV2 LecunUniform
  LecunUniformV2 LogCosh LogCoshError Loss LossFunctionWrapper MAE MAPE MSE MSLE MaxNorm Mean
  MeanAbsoluteError MeanAbsolutePercentageError MeanIoU MeanMetricWrapper MeanRelativeError
  MeanSquaredError MeanSquaredLogarithmicError MeanTensor Metric MinMaxNorm Nadam NonNeg OneHotIoU
  OneHotMeanIoU Ones OnesV2 Optimizer Orthogonal OrthogonalInitializer OrthogonalRegularizer
  OrthogonalV2 PearsonCorrelation Poisson Precision PrecisionAtRecall PyMetric R2Score RMSprop
  RadialConstraint RandomNormal RandomNormalV2 RandomUniform RandomUniformV2 Recall
  RecallAtPrecision Reduce Regularizer RootMeanSquaredError SGD STFT STFTInitializer
  SensitivityAtSpecificity SensitivitySpecificityBase SparseCategoricalAccuracy
  SparseCategoricalCrossentropy SparseTopKCategoricalAccuracy SpecificityAtSensitivity
  SquaredHinge Sum SumOverBatchSize SumOverBatchSizeMetricWrapper TFOptimizer
  TopKCategoricalAccuracy TrueNegatives TruePositives TruncatedNormal TruncatedNormalV2 Tversky
  UnitNorm VarianceScaling VarianceScalingV2 Zeros ZerosV2 acc accuracy adadelta adafactor adagrad
  adam adamax adamw auc bce binary_accuracy binary_crossentropy binary_focal_crossentropy
  binary_io_u categorical_accuracy categorical_crossentropy categorical_focal_crossentropy
  categorical_hinge celu circle clone_metric clone_metrics concordance_correlation constant
  constraint convert_to_legacy_optimizer cosine_proximity cosine_similarity ctc dice elu
  exponential f1_score f_beta_score false_negatives false_positives ftrl gelu glorot_normal
  glorot_normalV2 glorot_uniform glorot_uniformV2 glu hard_shrink hard_sigmoid hard_silu
  hard_swish hard_tanh he_normal he_normalV2 he_uniform he_uniformV2 hinge huber huber_loss
  identity initializer io_u is_arm_mac is_categorical_crossentropy kl_divergence kld
  kullback_leibler_divergence l1 l1_l2 l1l2 l2 leaky_relu lecun_normal lecun_normalV2
  lecun_uniform lecun_uniformV2 linear lion log_cosh log_cosh_error log_sigmoid log_softmax
  logcosh lossscaleoptimizer mae mape max_norm maxnorm mean mean_absolute_error
  mean_absolute_percentage_error mean_io_u mean_metric_wrapper mean_squared_error
  mean_squared_logarithmic_error metric min_max_norm mish mse msle multioptimizer muon nadam
  non_neg nonneg normal one one_hot_io_u one_hot_mean_io_u ones optimizer optimizermap orthogonal
  orthogonal_regularizer pearson_correlation poisson populate_deserializable_objects precision
  precision_at_recall r2_score radial_constraint random_normal random_uniform recall
  recall_at_precision regularizer relu relu6 rmsprop root_mean_squared_error schedulefreeadamw
  selu sensitivity_at_specificity sgd sigmoid silu soft_shrink softmax softplus softsign
  sparse_categorical_accuracy sparse_categorical_crossentropy sparse_plus sparse_sigmoid
  sparse_top_k_categorical_accuracy sparsemax specificity_at_sensitivity squared_hinge squareplus
  stft sum swish tanh tanh_shrink threshold top_k_categorical_accuracy true_negatives
  true_positives truncated_normal tversky uniform unit_norm unitnorm variance_scaling zero zeros
`;
