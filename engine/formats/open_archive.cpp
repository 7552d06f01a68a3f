#include "engine/core/error.h"
#include "engine/formats/byte_order.h"
#include "engine/formats/gguf_archive.h"
#include "engine/formats/json_text.h"
#include "engine/formats/npy_archive.h"
#include "engine/formats/onnx_archive.h"
#include "engine/formats/pytorch_archive.h"
#include "engine/formats/safetensors_archive.h"
#include "engine/formats/tensor_archive.h"

#include <algorithm>

namespace ffn {

namespace {

using Archive = std::shared_ptr<const TensorArchive>;
using std::filesystem::path;

constexpr std::string_view kSpaces = " \t\r\n";

bool begins_with(ByteSpan bytes, std::string_view start) {
    return bytes.size() >= start.size() && std::ranges::equal(bytes.first(start.size()), start, {}, {},
                                                              [](char c) { return std::uint8_t(c); });
}

/// A header length that can be one, and JSON behind it.
bool looks_like_safetensors(ByteSpan bytes) {
    if (bytes.size() < 9) return false;
    const auto byte = char(bytes[8]);
    if (byte != '{' && kSpaces.find(byte) == std::string_view::npos) return false;
    // A JSON text, too, can have a brace as its ninth byte; as a length it would be beyond all measure.
    return load_little<std::uint64_t>(bytes, 0) < std::uint64_t(1) << 40;
}

bool looks_like_json(ByteSpan bytes) {
    const auto first = std::ranges::find_if(
        bytes, [](std::uint8_t byte) { return kSpaces.find(char(byte)) == std::string_view::npos; });
    return first != bytes.end() && *first == '{';
}

Archive open_zip(MappedFile file) {
    std::vector<ZipMember> members = read_zip_directory(file, LocalHeaders::Later);
    const auto has = [&](std::string_view ending) {
        return std::ranges::any_of(members, [&](const ZipMember& m) { return m.name.ends_with(ending); });
    };
    if (has("/data.pkl")) return open_pytorch_zip(std::move(file), std::move(members));
    for (ZipMember& member : members)
        locate_member(file, member);
    if (has(".npy")) return open_npz(std::move(file), std::move(members));
    throw Error(file.path(),
                "is a zip file that holds no tensors: no .npy (NumPy) and no data.pkl (PyTorch)");
}

/// Throws Error for kinds that are known but not read, with what to do instead.
void refuse_known(const MappedFile& file) {
    const ByteSpan bytes = file.bytes();
    if (begins_with(bytes, "\x89HDF\r\n\x1a\n"))
        throw Error(file.path(),
                    "is an HDF5 file, which cannot be read; save the weights as safetensors or .npz");
    if (bytes.size() > 1 && bytes[0] == 0x80 && bytes[1] <= 5)
        throw Error(file.path(), "is a pickle, but none that torch.save wrote, so it is not read; save the "
                                 "weights with torch.save(model.state_dict(), file)");
}

Archive open_file(const path& where) {
    MappedFile file(where);
    const ByteSpan bytes = file.bytes();
    if (begins_with(bytes, "\x93NUMPY")) return open_npy(std::move(file));
    if (is_zip(bytes)) return open_zip(std::move(file));
    if (begins_with(bytes, "GGUF")) return open_gguf(std::move(file));
    if (is_legacy_pytorch(bytes)) return open_legacy_pytorch(std::move(file));
    // The ending is asked only so that a broken file is told what is wrong with it.
    if (looks_like_safetensors(bytes) || where.extension() == ".safetensors")
        return open_safetensors(std::move(file));
    if (looks_like_json(bytes)) return open_safetensors_shards(where);
    if (is_onnx(bytes)) return open_onnx(std::move(file));
    refuse_known(file);
    throw Error(where,
                "is not of a kind known here: safetensors, PyTorch, GGUF, ONNX, .npy, .npz or an index "
                "of shards");
}

std::vector<path> files_ending(const path& folder, std::string_view ending) {
    std::vector<path> files;
    std::error_code fault;
    for (std::filesystem::directory_iterator it(folder, fault), end; !fault && it != end; it.increment(fault))
        if (it->path().extension() == ending) files.push_back(it->path());
    if (fault) throw Error(folder, "cannot list the folder: " + fault.message());
    return files;
}

/// The one file of the folder with such an ending; nothing when there is none.
std::optional<path> only_file(const path& folder, const std::string& ending, const std::string& index) {
    const std::vector<path> files = files_ending(folder, ending);
    if (files.size() > 1)
        throw Error(folder, "holds " + std::to_string(files.size()) + " " + ending.substr(1) + " files" +
                                (index.empty() ? "" : " and no " + index) + "; choose one of them");
    if (files.empty()) return std::nullopt;
    return files[0];
}

Archive open_folder(const path& folder) {
    std::error_code fault;
    for (const char* name : {"model.safetensors.index.json", "model.safetensors",
                             "pytorch_model.bin.index.json", "pytorch_model.bin"})
        if (std::filesystem::exists(folder / name, fault)) return open_file(folder / name);
    const std::pair<const char*, const char*> kinds[]{{".safetensors", "model.safetensors.index.json"},
                                                      {".bin", "pytorch_model.bin.index.json"},
                                                      {".pth", ""},
                                                      {".pt", ""},
                                                      {".gguf", ""},
                                                      {".onnx", ""},
                                                      {".npz", ""}};
    for (const auto& [ending, index] : kinds)
        if (const auto file = only_file(folder, ending, index)) return open_file(*file);
    const std::vector<path> npy = files_ending(folder, ".npy");
    if (!npy.empty()) return open_npy_folder(folder, npy);
    throw Error(folder,
                "holds no model: none of model.safetensors.index.json, model.safetensors, "
                "pytorch_model.bin, another *.safetensors, *.bin, *.pth, *.pt, *.gguf, *.onnx, *.npz, "
                "or *.npy");
}

} // namespace

Archive open_archive(const path& where) {
    std::error_code fault;
    return std::filesystem::is_directory(where, fault) ? open_folder(where) : open_file(where);
}

} // namespace ffn
