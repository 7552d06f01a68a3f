#include "engine/core/error.h"
#include "engine/formats/byte_order.h"
#include "engine/formats/json_text.h"
#include "engine/formats/npy_archive.h"
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
    std::vector<ZipMember> members = read_zip_directory(file);
    const auto has = [&](std::string_view ending) {
        return std::ranges::any_of(members, [&](const ZipMember& m) { return m.name.ends_with(ending); });
    };
    if (has("/data.pkl"))
        throw Error(file.path(),
                    "is a PyTorch file, which cannot be read yet; save the weights as safetensors");
    if (has(".npy")) return open_npz(std::move(file), std::move(members));
    throw Error(file.path(),
                "is a zip file that holds no tensors: no .npy (NumPy) and no data.pkl (PyTorch)");
}

/// Throws Error for kinds that are known but not read, with what to do instead.
void refuse_known(const MappedFile& file) {
    const ByteSpan bytes = file.bytes();
    if (begins_with(bytes, "GGUF"))
        throw Error(file.path(),
                    "is a GGUF file, which cannot be read yet; use the safetensors it was made from");
    if (begins_with(bytes, "\x89HDF\r\n\x1a\n"))
        throw Error(file.path(),
                    "is an HDF5 file, which cannot be read; save the weights as safetensors or .npz");
    if (begins_with(bytes, "\x80\x02"))
        throw Error(file.path(), "is an older PyTorch file or a pickle, which cannot be read yet; save the "
                                 "weights as safetensors");
    if (bytes.size() > 2 && bytes[0] == 0x08 && bytes[1] < 0x20 && bytes[2] == 0x12)
        throw Error(file.path(),
                    "seems to be an ONNX file, which cannot be read; save the weights as safetensors");
}

Archive open_file(const path& where) {
    MappedFile file(where);
    const ByteSpan bytes = file.bytes();
    if (begins_with(bytes, "\x93NUMPY")) return open_npy(std::move(file));
    if (begins_with(bytes, "PK\x03\x04") || begins_with(bytes, "PK\x05\x06"))
        return open_zip(std::move(file));
    // The ending is asked only so that a broken file is told what is wrong with it.
    if (looks_like_safetensors(bytes) || where.extension() == ".safetensors")
        return open_safetensors(std::move(file));
    if (looks_like_json(bytes)) return open_safetensors_shards(where);
    refuse_known(file);
    throw Error(where,
                "is not of a kind known here: safetensors, .npy, .npz or an index of safetensors shards");
}

std::vector<path> files_ending(const path& folder, std::string_view ending) {
    std::vector<path> files;
    std::error_code fault;
    for (std::filesystem::directory_iterator it(folder, fault), end; !fault && it != end; it.increment(fault))
        if (it->path().extension() == ending) files.push_back(it->path());
    if (fault) throw Error(folder, "cannot list the folder: " + fault.message());
    return files;
}

Archive open_folder(const path& folder) {
    std::error_code fault;
    for (const char* name : {"model.safetensors.index.json", "model.safetensors"})
        if (std::filesystem::exists(folder / name, fault)) return open_file(folder / name);
    const std::vector<path> safetensors = files_ending(folder, ".safetensors");
    if (safetensors.size() == 1) return open_file(safetensors[0]);
    if (safetensors.size() > 1)
        throw Error(folder, "holds " + std::to_string(safetensors.size()) +
                                " safetensors files and no model.safetensors.index.json; choose one of them");
    const std::vector<path> npy = files_ending(folder, ".npy");
    if (!npy.empty()) return open_npy_folder(folder, npy);
    throw Error(folder,
                "holds none of model.safetensors.index.json, model.safetensors, another *.safetensors, "
                "or *.npy");
}

} // namespace

Archive open_archive(const path& where) {
    std::error_code fault;
    return std::filesystem::is_directory(where, fault) ? open_folder(where) : open_file(where);
}

} // namespace ffn
