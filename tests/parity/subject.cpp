#include "parity/subject.h"

#include "network/operations.h"

namespace waggle::parity {

using Kind = library::Operation::Kind;

void PaperSubject::begin(const Value* answers) {
  sent.clear();
  published.clear();
  answers_ = answers && answers->is_array() ? answers : nullptr;
  used_.assign(answers_ ? answers_->array().size() : 0, false);
  began_ = scheduler_.now();
}

const Value* PaperSubject::recorded_answer(const std::string& zcl, const library::Operation& operation) {
  if (!answers_) return nullptr;
  const Array& list = answers_->array();
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Value* bytes = list[i].find("zcl");
    const Value* ep = list[i].find("ep");
    if (used_[i] || !bytes || bytes->string_or("") != zcl) continue;
    if (ep && ep->number_or(0) != operation.endpoint.raw) continue;
    used_[i] = true;
    return list[i].find("answer");
  }
  return nullptr;
}

void PaperSubject::remember_answers(const library::Operation& operation, const Object& answers) {
  if (operation.kind != Kind::read) return;
  const zcl::Cluster* cluster = catalogue_.find(operation.cluster, operation.manufacturer);
  for (const AttributeId id : operation.attributes) {
    const zcl::Attribute* row = cluster ? cluster->attribute(id, operation.manufacturer) : nullptr;
    const Value* value = answers.find(row ? std::string(row->name) : std::to_string(id.raw));
    if (value) mock->remember(operation.endpoint, operation.cluster, id, *value);
  }
}

Task<Result<Object>> PaperSubject::perform(const library::Operation& operation) {
  Recorded entry{operation, {}, 0, to_group};
  entry.t = static_cast<double>((scheduler_.now() - began_).count()) / 1e6;
  if (network::is_frame(operation)) {
    library::Operation plain = operation;
    plain.tsn.reset();
    if (to_group && operation.kind == Kind::read && !operation.no_answer) {  // a group is read by its first member
      entry.to_group = false;
      entry.operation.endpoint = plain.endpoint = mock->endpoint(0).id;
    }
    auto octets = network::encode_operation(plain, 0, entry.to_group);
    if (!octets) co_return std::move(octets.error());
    entry.zcl = to_hex(*octets);
  }
  Object answers;
  if (const Value* recorded = recorded_answer(entry.zcl, entry.operation)) {
    const Value revived = revive(*recorded);
    if (revived.is_object()) answers = revived.object();
    remember_answers(entry.operation, answers);
  }
  sent.push_back(std::move(entry));
  co_return answers;
}

void PaperSubject::keep(const library::Keep& fact) {
  if (fact.what == library::Keep::What::endpoint_note) mock->set_note(fact.endpoint, fact.key, fact.value);
}

void PaperSubject::publish(Object properties) {
  Published entry{std::move(properties), 0};
  entry.t = static_cast<double>((scheduler_.now() - began_).count()) / 1e6;
  published.push_back(std::move(entry));
}

}  // namespace waggle::parity
