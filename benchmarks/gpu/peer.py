"""The peer: RoBERTa on eager PyTorch, as an experienced user would write it. Needs torch alone, no transformers.

Started by the benchmark; reads a command a line and answers each with a line:
    gradient TYPE BATCH TOKENS IDS OUT   writes the gradient of class 1 to layer 0, float32, to OUT
    time TYPE BATCH TOKENS IDS SECONDS   median milliseconds of it
    peak TYPE SIZE                       TFLOP/s of a square product
IDS names a file of int32. TYPE is float32 (TF32 off) or bfloat16.
"""
import json
import statistics
import struct
import sys
import time
from array import array

import torch
import torch.nn.functional as F

TARGET = 1


def read_weights(path, device):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        flat = torch.frombuffer(data, dtype=torch.float32, count=(end - begin) // 4, offset=begin)
        tensors[name] = flat.view(entry["shape"]).to(device)
    return tensors


class Roberta:
    """Weights take no gradient; one product makes query, key and value; attention is PyTorch's fused one."""

    def __init__(self, weights, config, dtype):
        self.heads, self.width = config["num_attention_heads"], config["hidden_size"]
        self.epsilon = config["layer_norm_eps"]
        self.weights = {name: tensor.to(dtype) for name, tensor in weights.items()}
        self.blocks = [self._block(f"roberta.encoder.layer.{i}.") for i in range(config["num_hidden_layers"])]

    def gradient(self, ids):
        with torch.no_grad():
            leaf = self._embed(ids)
        leaf.requires_grad_(True)
        return torch.autograd.grad(self._logits(leaf)[:, TARGET].sum(), leaf)[0]

    def _pair(self, name):
        return self.weights[name + ".weight"], self.weights[name + ".bias"]

    def _block(self, prefix):
        parts = [self._pair(f"{prefix}attention.self.{part}") for part in ("query", "key", "value")]
        joined = torch.cat([weight for weight, _ in parts]), torch.cat([bias for _, bias in parts])
        names = "attention.output.dense", "attention.output.LayerNorm", "intermediate.dense", "output.dense", "output.LayerNorm"
        return joined, *(self._pair(prefix + name) for name in names)

    def _norm(self, x, pair):
        return F.layer_norm(x, (self.width,), *pair, self.epsilon)

    def _embed(self, ids):
        table = "roberta.embeddings."
        positions = torch.arange(2, 2 + ids.shape[1], device=ids.device)
        total = (F.embedding(ids, self.weights[table + "word_embeddings.weight"])
                 + self.weights[table + "position_embeddings.weight"][positions]
                 + self.weights[table + "token_type_embeddings.weight"][0])
        return self._norm(total, self._pair(table + "LayerNorm"))

    def _logits(self, x):
        batch, tokens, _ = x.shape
        for qkv, attention, attention_norm, up, down, output_norm in self.blocks:
            heads = F.linear(x, *qkv).view(batch, tokens, 3, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
            mixed = F.scaled_dot_product_attention(*heads).transpose(1, 2).reshape(batch, tokens, self.width)
            middle = self._norm(F.linear(mixed, *attention) + x, attention_norm)
            x = self._norm(F.linear(F.gelu(F.linear(middle, *up)), *down) + middle, output_norm)
        pooled = torch.tanh(F.linear(x[:, 0], *self._pair("classifier.dense")))
        return F.linear(pooled, *self._pair("classifier.out_proj"))


class Peer:
    def __init__(self, folder, device):
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
        self.device = torch.device(device)
        with open(f"{folder}/config.json") as file:
            config = json.load(file)
        weights = read_weights(f"{folder}/model.safetensors", self.device)
        self.models = {name: Roberta(weights, config, getattr(torch, name)) for name in ("float32", "bfloat16")}

    def wait(self):
        if self.device.type == "cuda":
            torch.cuda.synchronize()

    def ids(self, batch, tokens, path):
        with open(path, "rb") as file:
            flat = torch.frombuffer(bytearray(file.read()), dtype=torch.int32)
        return flat.view(int(batch), int(tokens)).long().to(self.device)

    def median(self, work, seconds):
        work()  # The first time compiles and allocates.
        self.wait()
        times, end = [], time.perf_counter() + seconds
        while not times or time.perf_counter() < end:
            start = time.perf_counter()
            work()
            self.wait()
            times.append(time.perf_counter() - start)
        return statistics.median(times)

    def answer(self, verb, dtype, *rest):
        if verb == "gradient":
            *batch, out = rest
            values = self.models[dtype].gradient(self.ids(*batch)).float().flatten().tolist()
            with open(out, "wb") as file:
                array("f", values).tofile(file)
            return "ok"
        if verb == "time":
            *batch, seconds = rest
            ids = self.ids(*batch)
            return f"{self.median(lambda: self.models[dtype].gradient(ids), float(seconds)) * 1e3}"
        if verb == "peak":
            size = int(rest[0])
            a, b = (torch.randn(size, size, device=self.device, dtype=getattr(torch, dtype)) for _ in range(2))
            return f"{2 * size ** 3 / self.median(lambda: a @ b, 1) / 1e12}"
        raise ValueError(verb)


def main():
    folder, device = sys.argv[1:3]
    peer = Peer(folder, device)
    print(f"ready PyTorch {torch.__version__}", flush=True)
    for line in sys.stdin:
        try:
            print(peer.answer(*line.split()), flush=True)
        except Exception as problem:  # The other side reports it and goes on.
            print("error " + " ".join(str(problem).split()), flush=True)


main()
