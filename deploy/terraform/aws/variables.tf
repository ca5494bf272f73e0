variable "region" {
  type = string
}

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  type        = list(string)
  description = "Private subnets in two zones or more."
}

variable "node_security_group_id" {
  type        = string
  description = "The security group of the cluster's nodes; the engines take connections from it alone."
}

variable "cluster_name" {
  type        = string
  description = "The EKS cluster that runs the nodes."
}

variable "image_repository" {
  type        = string
  description = "Where the image built from deploy/Containerfile lies."
}

variable "image_tag" {
  type = string
}

variable "clickhouse_url" {
  type        = string
  description = "ClickHouse's HTTPS address."
}

variable "clickhouse_password" {
  type      = string
  sensitive = true
}

variable "admin_key" {
  type        = string
  sensitive   = true
  description = "16 characters or more."
}

variable "openai_api_key" {
  type      = string
  sensitive = true
}

variable "replicas" {
  type    = number
  default = 3
}

variable "rds_ca_file" {
  type        = string
  description = "A file with the authorities that RDS's certificates are signed by."
}
