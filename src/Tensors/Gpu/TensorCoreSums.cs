using ILGPU.Runtime.Cuda;

namespace PureSaliency.Tensors;

/// <summary>
/// Sums on NVIDIA's tensor cores, from compute capability 8.0 on, by inline PTX. They live in registers that the PTX declares
/// itself: ILGPU's own way to get several results out of inline PTX goes through local memory at each product.
/// </summary>
internal readonly struct TensorCoreSums : IWarpSums<TensorCoreSums>
{
    private const string Multiply = "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 ", Factors = ", {%0,%1,%2,%3}, {%4,%5}, ";

    public static TensorCoreSums Begin()
    {
        CudaAsm.Emit(".reg .f32 sum<64>;");
        CudaAsm.Emit("mov.f32 sum0, 0f00000000; mov.f32 sum1, 0f00000000; mov.f32 sum2, 0f00000000; mov.f32 sum3, 0f00000000;"
            + " mov.f32 sum4, 0f00000000; mov.f32 sum5, 0f00000000; mov.f32 sum6, 0f00000000; mov.f32 sum7, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum8, 0f00000000; mov.f32 sum9, 0f00000000; mov.f32 sum10, 0f00000000; mov.f32 sum11, 0f00000000;"
            + " mov.f32 sum12, 0f00000000; mov.f32 sum13, 0f00000000; mov.f32 sum14, 0f00000000; mov.f32 sum15, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum16, 0f00000000; mov.f32 sum17, 0f00000000; mov.f32 sum18, 0f00000000; mov.f32 sum19, 0f00000000;"
            + " mov.f32 sum20, 0f00000000; mov.f32 sum21, 0f00000000; mov.f32 sum22, 0f00000000; mov.f32 sum23, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum24, 0f00000000; mov.f32 sum25, 0f00000000; mov.f32 sum26, 0f00000000; mov.f32 sum27, 0f00000000;"
            + " mov.f32 sum28, 0f00000000; mov.f32 sum29, 0f00000000; mov.f32 sum30, 0f00000000; mov.f32 sum31, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum32, 0f00000000; mov.f32 sum33, 0f00000000; mov.f32 sum34, 0f00000000; mov.f32 sum35, 0f00000000;"
            + " mov.f32 sum36, 0f00000000; mov.f32 sum37, 0f00000000; mov.f32 sum38, 0f00000000; mov.f32 sum39, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum40, 0f00000000; mov.f32 sum41, 0f00000000; mov.f32 sum42, 0f00000000; mov.f32 sum43, 0f00000000;"
            + " mov.f32 sum44, 0f00000000; mov.f32 sum45, 0f00000000; mov.f32 sum46, 0f00000000; mov.f32 sum47, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum48, 0f00000000; mov.f32 sum49, 0f00000000; mov.f32 sum50, 0f00000000; mov.f32 sum51, 0f00000000;"
            + " mov.f32 sum52, 0f00000000; mov.f32 sum53, 0f00000000; mov.f32 sum54, 0f00000000; mov.f32 sum55, 0f00000000;");
        CudaAsm.Emit("mov.f32 sum56, 0f00000000; mov.f32 sum57, 0f00000000; mov.f32 sum58, 0f00000000; mov.f32 sum59, 0f00000000;"
            + " mov.f32 sum60, 0f00000000; mov.f32 sum61, 0f00000000; mov.f32 sum62, 0f00000000; mov.f32 sum63, 0f00000000;");
        return default;
    }

    public static TensorCoreSums Add(TensorCoreSums sums, Fragments a, Fragments b)
    {
        Row0(a.F0, b);
        Row1(a.F1, b);
        Row2(a.F2, b);
        Row3(a.F3, b);
        return sums;
    }

    public static void Store(TensorCoreSums sums, Target<float> target, int row, int column)
    {
        Put0(target, row, column);
        Put1(target, row + 16, column);
        Put2(target, row + 32, column);
        Put3(target, row + 48, column);
    }

    private static void Row0(Fragment a, Fragments b)
    {
        CudaAsm.Emit(Multiply + "{sum0,sum1,sum2,sum3}" + Factors + "{sum0,sum1,sum2,sum3};", a.V0, a.V1, a.V2, a.V3, b.F0.V0, b.F0.V1);
        CudaAsm.Emit(Multiply + "{sum4,sum5,sum6,sum7}" + Factors + "{sum4,sum5,sum6,sum7};", a.V0, a.V1, a.V2, a.V3, b.F1.V0, b.F1.V1);
        CudaAsm.Emit(Multiply + "{sum8,sum9,sum10,sum11}" + Factors + "{sum8,sum9,sum10,sum11};", a.V0, a.V1, a.V2, a.V3, b.F2.V0, b.F2.V1);
        CudaAsm.Emit(Multiply + "{sum12,sum13,sum14,sum15}" + Factors + "{sum12,sum13,sum14,sum15};", a.V0, a.V1, a.V2, a.V3, b.F3.V0, b.F3.V1);
    }

    private static void Row1(Fragment a, Fragments b)
    {
        CudaAsm.Emit(Multiply + "{sum16,sum17,sum18,sum19}" + Factors + "{sum16,sum17,sum18,sum19};", a.V0, a.V1, a.V2, a.V3, b.F0.V0, b.F0.V1);
        CudaAsm.Emit(Multiply + "{sum20,sum21,sum22,sum23}" + Factors + "{sum20,sum21,sum22,sum23};", a.V0, a.V1, a.V2, a.V3, b.F1.V0, b.F1.V1);
        CudaAsm.Emit(Multiply + "{sum24,sum25,sum26,sum27}" + Factors + "{sum24,sum25,sum26,sum27};", a.V0, a.V1, a.V2, a.V3, b.F2.V0, b.F2.V1);
        CudaAsm.Emit(Multiply + "{sum28,sum29,sum30,sum31}" + Factors + "{sum28,sum29,sum30,sum31};", a.V0, a.V1, a.V2, a.V3, b.F3.V0, b.F3.V1);
    }

    private static void Row2(Fragment a, Fragments b)
    {
        CudaAsm.Emit(Multiply + "{sum32,sum33,sum34,sum35}" + Factors + "{sum32,sum33,sum34,sum35};", a.V0, a.V1, a.V2, a.V3, b.F0.V0, b.F0.V1);
        CudaAsm.Emit(Multiply + "{sum36,sum37,sum38,sum39}" + Factors + "{sum36,sum37,sum38,sum39};", a.V0, a.V1, a.V2, a.V3, b.F1.V0, b.F1.V1);
        CudaAsm.Emit(Multiply + "{sum40,sum41,sum42,sum43}" + Factors + "{sum40,sum41,sum42,sum43};", a.V0, a.V1, a.V2, a.V3, b.F2.V0, b.F2.V1);
        CudaAsm.Emit(Multiply + "{sum44,sum45,sum46,sum47}" + Factors + "{sum44,sum45,sum46,sum47};", a.V0, a.V1, a.V2, a.V3, b.F3.V0, b.F3.V1);
    }

    private static void Row3(Fragment a, Fragments b)
    {
        CudaAsm.Emit(Multiply + "{sum48,sum49,sum50,sum51}" + Factors + "{sum48,sum49,sum50,sum51};", a.V0, a.V1, a.V2, a.V3, b.F0.V0, b.F0.V1);
        CudaAsm.Emit(Multiply + "{sum52,sum53,sum54,sum55}" + Factors + "{sum52,sum53,sum54,sum55};", a.V0, a.V1, a.V2, a.V3, b.F1.V0, b.F1.V1);
        CudaAsm.Emit(Multiply + "{sum56,sum57,sum58,sum59}" + Factors + "{sum56,sum57,sum58,sum59};", a.V0, a.V1, a.V2, a.V3, b.F2.V0, b.F2.V1);
        CudaAsm.Emit(Multiply + "{sum60,sum61,sum62,sum63}" + Factors + "{sum60,sum61,sum62,sum63};", a.V0, a.V1, a.V2, a.V3, b.F3.V0, b.F3.V1);
    }

    private static void Put0(Target<float> target, int row, int column)
    {
        CudaAsm.Emit("mov.f32 %0, sum0;", out float s0);
        target.Store(row, column, s0);
        CudaAsm.Emit("mov.f32 %0, sum1;", out float s1);
        target.Store(row, column + 1, s1);
        CudaAsm.Emit("mov.f32 %0, sum2;", out float s2);
        target.Store(row + 8, column, s2);
        CudaAsm.Emit("mov.f32 %0, sum3;", out float s3);
        target.Store(row + 8, column + 1, s3);
        CudaAsm.Emit("mov.f32 %0, sum4;", out float s4);
        target.Store(row, column + 8, s4);
        CudaAsm.Emit("mov.f32 %0, sum5;", out float s5);
        target.Store(row, column + 9, s5);
        CudaAsm.Emit("mov.f32 %0, sum6;", out float s6);
        target.Store(row + 8, column + 8, s6);
        CudaAsm.Emit("mov.f32 %0, sum7;", out float s7);
        target.Store(row + 8, column + 9, s7);
        CudaAsm.Emit("mov.f32 %0, sum8;", out float s8);
        target.Store(row, column + 16, s8);
        CudaAsm.Emit("mov.f32 %0, sum9;", out float s9);
        target.Store(row, column + 17, s9);
        CudaAsm.Emit("mov.f32 %0, sum10;", out float s10);
        target.Store(row + 8, column + 16, s10);
        CudaAsm.Emit("mov.f32 %0, sum11;", out float s11);
        target.Store(row + 8, column + 17, s11);
        CudaAsm.Emit("mov.f32 %0, sum12;", out float s12);
        target.Store(row, column + 24, s12);
        CudaAsm.Emit("mov.f32 %0, sum13;", out float s13);
        target.Store(row, column + 25, s13);
        CudaAsm.Emit("mov.f32 %0, sum14;", out float s14);
        target.Store(row + 8, column + 24, s14);
        CudaAsm.Emit("mov.f32 %0, sum15;", out float s15);
        target.Store(row + 8, column + 25, s15);
    }

    private static void Put1(Target<float> target, int row, int column)
    {
        CudaAsm.Emit("mov.f32 %0, sum16;", out float s16);
        target.Store(row, column, s16);
        CudaAsm.Emit("mov.f32 %0, sum17;", out float s17);
        target.Store(row, column + 1, s17);
        CudaAsm.Emit("mov.f32 %0, sum18;", out float s18);
        target.Store(row + 8, column, s18);
        CudaAsm.Emit("mov.f32 %0, sum19;", out float s19);
        target.Store(row + 8, column + 1, s19);
        CudaAsm.Emit("mov.f32 %0, sum20;", out float s20);
        target.Store(row, column + 8, s20);
        CudaAsm.Emit("mov.f32 %0, sum21;", out float s21);
        target.Store(row, column + 9, s21);
        CudaAsm.Emit("mov.f32 %0, sum22;", out float s22);
        target.Store(row + 8, column + 8, s22);
        CudaAsm.Emit("mov.f32 %0, sum23;", out float s23);
        target.Store(row + 8, column + 9, s23);
        CudaAsm.Emit("mov.f32 %0, sum24;", out float s24);
        target.Store(row, column + 16, s24);
        CudaAsm.Emit("mov.f32 %0, sum25;", out float s25);
        target.Store(row, column + 17, s25);
        CudaAsm.Emit("mov.f32 %0, sum26;", out float s26);
        target.Store(row + 8, column + 16, s26);
        CudaAsm.Emit("mov.f32 %0, sum27;", out float s27);
        target.Store(row + 8, column + 17, s27);
        CudaAsm.Emit("mov.f32 %0, sum28;", out float s28);
        target.Store(row, column + 24, s28);
        CudaAsm.Emit("mov.f32 %0, sum29;", out float s29);
        target.Store(row, column + 25, s29);
        CudaAsm.Emit("mov.f32 %0, sum30;", out float s30);
        target.Store(row + 8, column + 24, s30);
        CudaAsm.Emit("mov.f32 %0, sum31;", out float s31);
        target.Store(row + 8, column + 25, s31);
    }

    private static void Put2(Target<float> target, int row, int column)
    {
        CudaAsm.Emit("mov.f32 %0, sum32;", out float s32);
        target.Store(row, column, s32);
        CudaAsm.Emit("mov.f32 %0, sum33;", out float s33);
        target.Store(row, column + 1, s33);
        CudaAsm.Emit("mov.f32 %0, sum34;", out float s34);
        target.Store(row + 8, column, s34);
        CudaAsm.Emit("mov.f32 %0, sum35;", out float s35);
        target.Store(row + 8, column + 1, s35);
        CudaAsm.Emit("mov.f32 %0, sum36;", out float s36);
        target.Store(row, column + 8, s36);
        CudaAsm.Emit("mov.f32 %0, sum37;", out float s37);
        target.Store(row, column + 9, s37);
        CudaAsm.Emit("mov.f32 %0, sum38;", out float s38);
        target.Store(row + 8, column + 8, s38);
        CudaAsm.Emit("mov.f32 %0, sum39;", out float s39);
        target.Store(row + 8, column + 9, s39);
        CudaAsm.Emit("mov.f32 %0, sum40;", out float s40);
        target.Store(row, column + 16, s40);
        CudaAsm.Emit("mov.f32 %0, sum41;", out float s41);
        target.Store(row, column + 17, s41);
        CudaAsm.Emit("mov.f32 %0, sum42;", out float s42);
        target.Store(row + 8, column + 16, s42);
        CudaAsm.Emit("mov.f32 %0, sum43;", out float s43);
        target.Store(row + 8, column + 17, s43);
        CudaAsm.Emit("mov.f32 %0, sum44;", out float s44);
        target.Store(row, column + 24, s44);
        CudaAsm.Emit("mov.f32 %0, sum45;", out float s45);
        target.Store(row, column + 25, s45);
        CudaAsm.Emit("mov.f32 %0, sum46;", out float s46);
        target.Store(row + 8, column + 24, s46);
        CudaAsm.Emit("mov.f32 %0, sum47;", out float s47);
        target.Store(row + 8, column + 25, s47);
    }

    private static void Put3(Target<float> target, int row, int column)
    {
        CudaAsm.Emit("mov.f32 %0, sum48;", out float s48);
        target.Store(row, column, s48);
        CudaAsm.Emit("mov.f32 %0, sum49;", out float s49);
        target.Store(row, column + 1, s49);
        CudaAsm.Emit("mov.f32 %0, sum50;", out float s50);
        target.Store(row + 8, column, s50);
        CudaAsm.Emit("mov.f32 %0, sum51;", out float s51);
        target.Store(row + 8, column + 1, s51);
        CudaAsm.Emit("mov.f32 %0, sum52;", out float s52);
        target.Store(row, column + 8, s52);
        CudaAsm.Emit("mov.f32 %0, sum53;", out float s53);
        target.Store(row, column + 9, s53);
        CudaAsm.Emit("mov.f32 %0, sum54;", out float s54);
        target.Store(row + 8, column + 8, s54);
        CudaAsm.Emit("mov.f32 %0, sum55;", out float s55);
        target.Store(row + 8, column + 9, s55);
        CudaAsm.Emit("mov.f32 %0, sum56;", out float s56);
        target.Store(row, column + 16, s56);
        CudaAsm.Emit("mov.f32 %0, sum57;", out float s57);
        target.Store(row, column + 17, s57);
        CudaAsm.Emit("mov.f32 %0, sum58;", out float s58);
        target.Store(row + 8, column + 16, s58);
        CudaAsm.Emit("mov.f32 %0, sum59;", out float s59);
        target.Store(row + 8, column + 17, s59);
        CudaAsm.Emit("mov.f32 %0, sum60;", out float s60);
        target.Store(row, column + 24, s60);
        CudaAsm.Emit("mov.f32 %0, sum61;", out float s61);
        target.Store(row, column + 25, s61);
        CudaAsm.Emit("mov.f32 %0, sum62;", out float s62);
        target.Store(row + 8, column + 24, s62);
        CudaAsm.Emit("mov.f32 %0, sum63;", out float s63);
        target.Store(row + 8, column + 25, s63);
    }
}
