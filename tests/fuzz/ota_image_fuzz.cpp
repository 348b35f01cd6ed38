// Firmware files, as users and makers offer them, and what devices ask of them.
#include "fuzz/fuzz.h"
#include "ota/part.h"

using namespace waggle;  // NOLINT: one file, one function

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto image = ota::read_image({data, size});
  if (!image) {
    fuzz::require(!image.error().text.empty(), "a mistake has a reason");
    return 0;
  }
  const ota::ImageHeader& header = image->header;
  fuzz::require(image->octets.size() == header.size && header.size <= size, "no more than there is");
  std::size_t end = header.length;
  std::vector<std::pair<std::uint16_t, Bytes>> elements;
  for (const ota::ImageElement& element : image->elements) {
    fuzz::require(element.offset >= end + 6 && element.offset + element.size <= header.size, "elements stand one behind the other");
    end = element.offset + element.size;
    const ByteView content = ByteView(image->octets).subspan(element.offset, element.size);
    elements.emplace_back(element.tag, Bytes(content.begin(), content.end()));
  }
  fuzz::require(end == header.size, "and fill the file");
  const auto again = ota::read_image(ota::write_image(header, elements));
  fuzz::require(again && again->elements.size() == elements.size() && again->header.file_version == header.file_version, "what was read can be written");

  ota::Request request;
  request.kind = data[0] & 1 ? ota::Request::Kind::page : ota::Request::Kind::block;
  request.manufacturer = header.manufacturer;
  request.offset = header.file_version;
  request.most = data[size / 2];
  request.page_size = header.image_type % 512;
  for (std::uint32_t done = 0; request.kind == ota::Request::Kind::block ? done == 0 : done < request.page_size;) {
    const auto part = ota::part_for(request, header.size, done, 50);
    if (!part) break;
    fuzz::require(part->size > 0 && part->offset < header.size && part->size <= header.size - part->offset, "parts lie inside the image");
    done += part->size;
  }
  return 0;
}
