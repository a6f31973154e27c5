# All images of the shop: `docker buildx bake`, or one: `docker buildx bake product`. For both kinds of processor, where the
# builder can: `docker buildx bake --set '*.platform=linux/amd64' --set '*.platform=linux/arm64'`.

variable "REGISTRY" { default = "saleday" }
variable "TAG" { default = "dev" }
# For the labels; `npm run kind:up` leaves them empty, so that a commit alone changes no image.
variable "VERSION" { default = "" }
variable "REVISION" { default = "" }
variable "SOURCE" { default = "" }

group "default" {
  targets = ["server"]
}

target "server" {
  name = server
  matrix = {
    server = ["product", "cart", "order", "payment", "auth", "web", "bank", "console"]
  }
  tags = ["${REGISTRY}/${server}:${TAG}"]
  args = {
    SERVICE  = server
    FOLDER   = server == "bank" ? "sandbox/bank" : contains(["web", "console"], server) ? server : "services/${server}"
    PROGRAM  = server == "web" ? "storefront" : server == "console" ? "console" : "sources"
    DEPENDENCIES = server == "console" ? "console-dependencies" : "dependencies"
    VERSION  = VERSION
    REVISION = REVISION
    SOURCE   = SOURCE
  }
}
