#include "tests/engine/formats/sample_files.h"

#include <cmath>
#include <cstring>
#include <fstream>
#include <sstream>

namespace ffn::test {

namespace {

using std::filesystem::path;

std::string file_bytes(const path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw std::runtime_error("no file " + file.string());
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string listing(const TensorArchive& archive) {
    std::ostringstream lines;
    for (const TensorInfo& tensor : archive.tensors()) {
        lines << tensor.name << '\t' << tensor.dtype << '\t';
        for (std::size_t i = 0; i < tensor.shape.size(); ++i)
            lines << (i ? "," : "") << tensor.shape[i];
        lines << '\t' << tensor.readable << '\n';
    }
    return lines.str();
}

bool same(float a, float b) {
    return (std::isnan(a) && std::isnan(b)) || std::memcmp(&a, &b, sizeof a) == 0;
}

/// Success or an Error that names the file; else what happened instead.
std::string outcome(const path& file, bool may_succeed) {
    try {
        read_all(file);
        return may_succeed ? "" : "was read";
    } catch (const Error& error) {
        return std::string_view(error.what()).find(file.filename().string()) == std::string_view::npos
                   ? "the error does not name the file: " + std::string(error.what())
                   : "";
    } catch (const std::exception& error) {
        return std::string("threw something else: ") + error.what();
    }
}

} // namespace

std::filesystem::path SampleFolder::write(const std::string& name, std::string_view bytes) const {
    const std::filesystem::path file = path() / name;
    std::filesystem::create_directories(file.parent_path());
    // A new file each time: to cut one short and write it again, the disk would be waited for.
    std::filesystem::remove(file);
    std::ofstream(file, std::ios::binary).write(bytes.data(), std::streamsize(bytes.size()));
    return file;
}

path fixture(const std::string& name) {
    return path(FFNSCOPE_FIXTURES) / "formats" / name;
}

std::string fixture_bytes(const std::string& name) {
    return file_bytes(fixture(name));
}

std::string error_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

void read_all(const path& file) {
    const auto archive = open_archive(file);
    for (std::size_t i = 0; i < archive->tensors().size(); ++i)
        if (archive->tensors()[i].readable) (void)archive->read(i);
}

std::string difference(const TensorArchive& archive, const std::string& name) {
    if (listing(archive) != fixture_bytes(name + ".list")) return "it lists\n" + listing(archive);
    const std::string raw = fixture_bytes(name + ".f32");
    std::vector<float> expected(raw.size() / sizeof(float));
    std::memcpy(expected.data(), raw.data(), raw.size());
    std::size_t at = 0;
    for (std::size_t i = 0; i < archive.tensors().size(); ++i) {
        const TensorInfo& tensor = archive.tensors()[i];
        if (!tensor.readable) continue;
        const Tensor values = archive.read(i);
        // Where the values lie plainly in the file, they are the same.
        if (const auto stored = archive.stored(i)) {
            std::vector<float> plain(values.values().size());
            convert_elements(stored->type, stored->bytes, false, plain);
            for (std::size_t v = 0; v < plain.size(); ++v)
                if (!same(plain[v], values.values()[v]))
                    return tensor.name + " is stored otherwise than read";
        }
        for (const float value : values.values()) {
            if (at == expected.size()) return "more values than expected";
            if (!same(value, expected[at]))
                return tensor.name + " holds " + std::to_string(value) + ", not " +
                       std::to_string(expected[at]);
            ++at;
        }
    }
    return at == expected.size() ? "" : "fewer values than expected";
}

std::string read_cut_everywhere(const SampleFolder& folder, const std::string& name,
                                const std::string& bytes) {
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        const std::string wrong =
            outcome(folder.write(name, std::string_view(bytes).substr(0, length)), false);
        if (!wrong.empty()) return "cut to " + std::to_string(length) + " bytes: " + wrong;
    }
    return {};
}

std::string read_changed_everywhere(const SampleFolder& folder, const std::string& name, std::string bytes) {
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const char before = bytes[at];
        for (const int change : {0x00, 0xFF, before ^ 0x80, before + 1, before ^ 0x04}) {
            bytes[at] = char(change);
            const std::string wrong = outcome(folder.write(name, bytes), true);
            if (!wrong.empty())
                return "byte " + std::to_string(at) + " = " + std::to_string(change) + ": " + wrong;
        }
        bytes[at] = before;
    }
    return {};
}

std::string little(std::uint64_t number, int size) {
    std::string bytes;
    for (int i = 0; i < size; ++i)
        bytes += i < 8 ? char(number >> (8 * i) & 0xFF) : '\0';
    return bytes;
}

std::string safetensors(std::string_view header, std::size_t data_size) {
    return little(header.size(), 8) + std::string(header) + std::string(data_size, '\0');
}

} // namespace ffn::test
