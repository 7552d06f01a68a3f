#include "engine/formats/npy_archive.h"

#include "engine/core/error.h"
#include "engine/formats/checked_size.h"
#include "engine/formats/npy_header.h"

#include <algorithm>

namespace ffn {

namespace {

using std::filesystem::path;

/// A mapped .npy with its header read.
struct NpyFile {
    MappedFile file;
    NpyHeader header;
    std::uint64_t data = 0;

    explicit NpyFile(MappedFile mapped) : file(std::move(mapped)) {
        const NpyPlace place{file.path(), {}};
        header = read_npy_header(place, [&](std::span<std::uint8_t> out) {
            if (!fits(data, out.size(), file.size()))
                throw Error(file.path(), "ends inside its .npy header", file.size());
            std::copy_n(file.bytes().begin() + std::ptrdiff_t(data), out.size(), out.begin());
            data += out.size();
        });
        header.info.name = file.path().stem().string();
        if (header.type && file.size() - data != header.value_bytes)
            throw Error(file.path(),
                        "holds " + std::to_string(file.size() - data) + " bytes of values, its shape needs " +
                            std::to_string(header.value_bytes),
                        data);
    }
};

class NpyArchive final : public TensorArchive {
  public:
    NpyArchive(std::filesystem::path where, std::string_view format)
        : TensorArchive(std::move(where)), m_format(format) {}

    void add(MappedFile file) {
        m_files.emplace_back(std::move(file));
        m_tensors.push_back(m_files.back().header.info);
    }

    std::string_view format() const override { return m_format; }
    using TensorArchive::read;

    void read(std::size_t index, std::span<float> out) const override {
        const NpyFile& npy = m_files.at(index);
        if (!npy.header.type)
            throw Error(npy.file.path(),
                        "holds values of type " + npy.header.info.dtype + ", which cannot be read here");
        read_npy_values(npy.header, npy.file.bytes().subspan(npy.data), out);
    }

  private:
    std::string_view m_format;
    std::vector<NpyFile> m_files;
};

} // namespace

std::shared_ptr<const TensorArchive> open_npy(MappedFile file) {
    auto archive = std::make_shared<NpyArchive>(file.path(), "npy");
    archive->add(std::move(file));
    return archive;
}

std::shared_ptr<const TensorArchive> open_npy_folder(const path& folder, const std::vector<path>& files) {
    auto archive = std::make_shared<NpyArchive>(folder, "npy-folder");
    std::vector<path> sorted = files;
    std::ranges::sort(sorted, {}, [](const path& file) { return file.stem().string(); });
    for (const path& file : sorted)
        archive->add(MappedFile(file));
    return archive;
}

} // namespace ffn
