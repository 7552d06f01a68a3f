#pragma once

#include "engine/core/error.h"
#include "engine/formats/tensor_archive.h"

#include <QTemporaryDir>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace ffn::test {

/// A folder of its own for a test's files, removed at the end.
class SampleFolder {
  public:
    std::filesystem::path path() const { return m_folder.path().toStdString(); }
    std::filesystem::path write(const std::string& name, std::string_view bytes) const;

  private:
    QTemporaryDir m_folder;
};

std::filesystem::path fixture(const std::string& name);
std::string fixture_bytes(const std::string& name);

/// The sentence of the Error that `work` throws; empty when it throws none.
std::string error_of(const std::function<void()>& work);

/// Opens the archive and reads all its readable tensors.
void read_all(const std::filesystem::path& path);

/// What is wrong with the fixture archive `name` when held against NAME.list and NAME.f32; empty when
/// nothing. Values are compared bit for bit, any NaN equals any other.
std::string difference(const TensorArchive& archive, const std::string& name);

/// Opens and reads `bytes` cut at every length. What is wrong is returned: a length that was read without an
/// Error that names the file.
std::string read_cut_everywhere(const SampleFolder& folder, const std::string& name,
                                const std::string& bytes);

/// Opens and reads `bytes` with each single byte changed in several ways; any end but success and an Error
/// that names the file is returned. Some changes are harmless, so success is allowed.
std::string read_changed_everywhere(const SampleFolder& folder, const std::string& name, std::string bytes);

/// `number` as `size` little-endian bytes.
std::string little(std::uint64_t number, int size);

/// A safetensors file of this header text and so many zero bytes of values.
std::string safetensors(std::string_view header, std::size_t data_size);

} // namespace ffn::test
